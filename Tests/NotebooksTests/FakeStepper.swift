import Language
import Notebooks

/// `x = make 3`, `y = use x`, `use x`, `fail`: names, versions and a cache of keys, and nothing
/// else.
final class FakeStepper: SteppingEvaluator {
  let arithmetic = "openblas-0.3.21/Test kernels/x86-64-v4"
  var writesRedirectedTo: String?
  /// What was run.
  private(set) var ran: [String] = []
  /// What is kept.
  var known: Set<String> = []
  private struct Version {
    var words: String
    var key: String
    var cell: Int?
    var isPending: Bool
  }
  private var names: [String: Version] = [:]

  /// `x=make 3 y=use make 3`, and a `?` behind what has to run first.
  var meaning: String {
    names.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value.words)\($0.value.isPending ? "?" : "")" }.joined(separator: " ")
  }

  var moment: Moment {
    let names = names
    return Moment { [unowned self] in self.names = names }
  }

  func settle() {}

  func evaluate(
    _ statement: Statement, in source: SourceText, cell: Int?
  ) throws(Diagnostic) -> StatementResult {
    let (words, foresight) = try plan(statement)
    if let name = foresight.plan.operands.map(\.name).first(where: { names[$0]?.isPending == true })
    {
      throw Diagnostic(code: "stale", exit: 70, message: "'\(name)' has to run first")
    }
    if statement.verb.value == "fail" {
      throw Diagnostic(code: "failed", exit: 70, message: "failed", span: statement.verb.span)
    }
    if known.insert(words).inserted { ran.append(words) }
    bind(statement, words, foresight, cell, isPending: false)
    return StatementResult(output: CellOutput(text: words), foresight: foresight)
  }

  func foresee(
    _ statement: Statement, in source: SourceText, cell: Int
  ) throws(Diagnostic) -> Foresight {
    let (words, foresight) = try plan(statement)
    bind(statement, words, foresight, cell, isPending: !foresight.isFresh)
    return foresight
  }

  private func bind(
    _ statement: Statement, _ words: String, _ foresight: Foresight, _ cell: Int?, isPending: Bool
  ) {
    guard let name = statement.binding?.value else { return }
    names[name] = Version(
      words: words, key: foresight.plan.key, cell: cell, isPending: isPending)
  }

  private func plan(
    _ statement: Statement
  ) throws(Diagnostic) -> (words: String, foresight: Foresight) {
    var operands: [StatementPlan.Operand] = []
    var words = [statement.verb.value]
    var text = words
    for argument in statement.arguments {
      let word = argument.value.value.text
      guard statement.verb.value == "use" else {
        words.append(word)
        text.append(word)
        continue
      }
      guard let version = names[word] else {
        throw Diagnostic(code: "unknown-name", exit: 65, message: "unknown name '\(word)'")
      }
      operands.append(.init(name: word, key: version.key, cell: version.cell))
      words.append("(" + version.words + ")")
      text.append("object \(operands.count - 1)")
    }
    let plan = StatementPlan(
      text: text.joined(separator: " "), operands: operands, sources: [], arithmetic: arithmetic,
      revision: 1)
    let spelled = words.joined(separator: " ")
    return (spelled, Foresight(plan: plan, isFresh: known.contains(spelled)))
  }
}

/// A sitting over the fake, driven as a prompt drives it.
final class FakeSitting {
  let evaluator = FakeStepper()
  let sitting: Sitting

  init(_ text: String = "", known: Set<String> = [], last: LastRun? = nil) {
    evaluator.known = known
    sitting = Sitting(.parse(text), file: "nb.md", on: evaluator, last: last)
  }

  func type(_ lines: String...) throws(Diagnostic) {
    for line in lines {
      if line.hasPrefix("#") {
        sitting.add(comments: [line])
        continue
      }
      let source = SourceText(text: line)
      for statement in try Parser.parse(source) {
        let result = try evaluator.evaluate(
          statement, in: source, cell: sitting.position + 1)
        sitting.add(statement.canonical, result)
      }
    }
  }

  var text: String { String(decoding: sitting.document.printed(), as: UTF8.self) }

  /// The statements of the document's cells, a space between cells.
  var cells: String {
    sitting.cells.map { $0.block.lines.joined(separator: ";") }.joined(separator: " | ")
  }

  /// The reasons of cells that would run.
  var stale: [String] { sitting.stale.map { "\($0.number) \($0.reason)" } }
}
