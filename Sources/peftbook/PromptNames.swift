import Commands
import Language
import Notebooks

/// What completion knows at a prompt: the session's names, and the cells of the sitting.
struct PromptNames: CompletionContext {
  let session: Session
  /// Made when somebody asks for cells.
  private let listed: () -> [Completion]

  init(_ desk: Desk) {
    session = desk.runner.session
    listed = { [desk] in
      desk.sitting.cells.map { cell in
        Completion("\(cell.number)", cell.block.lines.first ?? "(empty)")
      }
    }
  }

  var cells: [Completion] { listed() }
  var names: [String] { session.names }
  var parameterNames: [String] { session.parameterNames }

  func kind(of name: String) -> String? { session.kind(of: name) }
  func text(ofParameter name: String) -> String? { session.text(ofParameter: name) }
  func meaning(ofTopic word: String) -> String? { session.meaning(ofTopic: word) }

  func fits(_ name: String, in sketch: StatementSketch) -> Bool {
    session.fits(name, in: sketch)
  }

  func words(for option: String, in sketch: StatementSketch) -> [Completion] {
    session.words(for: option, in: sketch)
  }
}
