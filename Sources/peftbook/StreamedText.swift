import Notebooks

/// A text shown as a model writes it, at a prompt: what its statement prints is then not shown
/// twice.
final class StreamedText {
  private let console: Console
  private var shown = ""

  init(_ console: Console) { self.console = console }

  /// Call before a statement.
  func begin() { shown = "" }

  func add(_ piece: String) {
    shown += piece
    console.stream(piece)
  }

  /// Shows an output, its beginning only where it was not streamed.
  ///
  /// - Parameter pages: whether it may be read in a pager.
  func finish(_ output: CellOutput, pages: Bool = false) {
    let text = output.text
    guard !shown.isEmpty else { return console.show(output, pages: pages) }
    guard text.utf8.starts(with: shown.utf8) else {
      // What came to be written differs from what the first tokens let expect.
      console.show("")
      return console.show(output)
    }
    console.show(String(decoding: text.utf8.dropFirst(shown.utf8.count), as: UTF8.self))
  }

  /// Ends the line of a text that a failure cut short.
  func giveUp() {
    if !shown.isEmpty { console.show("") }
  }
}
