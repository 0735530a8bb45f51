import Commands
import Foundation
import Language
import Notebooks
import Testing

/// Every example of help and of the README runs as it stands.
@Suite struct ExampleTests {
  /// What stands before the examples: the objects that they name, small enough to be quick.
  private static let objects = """
    base = model "demo:bert" task=text-classification
    tok = tokenizer "demo:bert"
    films = dataset "demo:reviews" split=train limit=48
    dev = dataset "demo:reviews" split=dev limit=24
    a = adapter lora on base
    train a on films eval=dev epochs=1
    """
  /// Of verbs that need others.
  private static let others = [
    "ask": "a = model \"demo:reader\" task=question-answering",
    "generate": "a = model \"demo:gpt\" task=text-generation",
    "pick": "t = compare base on films eval=dev epochs=1 {\n  freeze\n  lora r=[4, 8]\n}",
    "plot": "t = compare base on films eval=dev epochs=1 {\n  freeze\n  lora r=[4, 8]\n}",
  ]

  @Test func helpShowsWhatRuns() throws {
    let sitting = try Sitting()
    try sitting.type(Self.objects)
    for verb in Session.verbs {
      if let others = Self.others[verb.name] { try sitting.type(others) }
      let failure = sitting.failure(verb.example)?.diagnostic
      #expect(failure == nil, "\(verb.example): \(failure?.message ?? "")")
      if Self.others[verb.name] != nil { try sitting.type("a = adapter lora on base") }
    }
    let adapter = try #require(Session.verbs.first { $0.name == "adapter" })
    let methods = adapter.forms[0].optionsByWord.keys.sorted()
    #expect(methods.count > 3)
    for method in methods {
      let said = try #require(try sitting.type("help \(method)").last).output.text
      let example = try #require(said.split(separator: "\n").last)
      #expect(sitting.failure(String(example))?.diagnostic == nil, "\(example)")
    }
  }

  /// The lines behind `peft> ` and `... `, as they were typed.
  private func typed(_ text: String) -> [String] {
    var cells: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("peft> ") {
        cells.append(String(line.dropFirst(6)))
      } else if line.hasPrefix("  ... "), !cells.isEmpty {
        cells[cells.count - 1] += "\n" + line.dropFirst(6)
      }
    }
    return cells
  }

  /// Fewer examples, the same statements; those that failed when they were recorded fail.
  @Test func theSessionOfTheREADMERuns() throws {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../README.md").standardizedFileURL
    let text = try String(contentsOf: place, encoding: .utf8)
    // Behind it the notebook that it saved is replayed.
    let end = text.firstRange(of: "\npeft> quit")?.lowerBound ?? text.endIndex
    let cells = typed(String(text[..<end]))
    #expect(cells.count > 8)
    let sitting = try Sitting()
    var count = 0
    for cell in cells {
      let isOfThePrompt = cell.hasPrefix("save session") || cell == "quit" || cell == "history"
      if isOfThePrompt { continue }
      let quick = cell.replacing("split=train", with: "split=train limit=96")
      let failure = sitting.failure(quick)?.diagnostic
      let failed = text.contains("peft> \(cell)\nerror: ")
      #expect((failure != nil) == failed, "\(cell): \(failure?.message ?? "no error")")
      if let failure, failed {
        #expect(text.contains("error: \(failure.message)\n"))
      }
      count += 1
    }
    #expect(count > 6)
  }

  /// Names as a notebook binds them, cell by cell.
  private final class Names: NameTable {
    var kinds: [String: String] = [:]
    func kind(of name: String) -> String? { kinds[name] }
    var names: [String] { kinds.keys.sorted() }
  }

  private static let notebooks: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../notebooks").standardizedFileURL
    let files =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    // What is kept beside a notebook is hidden.
    return files.filter { $0.hasSuffix(".md") && !$0.contains("/.") && !$0.hasPrefix(".") }.sorted()
      .map { root.appending(path: $0).path }
  }()

  /// Notebooks are run by the checks; some take hours. Here, that every statement in them is one.
  @Test(arguments: notebooks)
  func notebooksHoldStatementsThatAreRight(_ path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let names = Names()
    var parameters: [String: Value] = [:]
    var count = 0
    for cell in NotebookDocument.parse(text).cells(file: path) where cell.expectedFailure == nil {
      for statement in try Parser.parse(cell.code.source) {
        let checked = try Checker.check(
          statement, verbs: Session.verbs, names: names, parameters: parameters)
        if checked.verb.name == "param" {
          for (name, value) in checked.options { parameters[name] = value.value }
        }
        let command = try #require(commands.first { $0.spec.name == checked.verb.name })
        if let kind = command.makes, let name = command.boundName(checked) {
          names.kinds[name] = kind
        }
        count += 1
      }
    }
    #expect(count > 0 || path.hasSuffix("format.md"))
  }
}
