import Autograd
import Files
import Foundation
import Language
import Notebooks
import Synchronization
import Tokenizers

/// The objects a person has named, and the statements that act on them.
///
/// Used from one thread; only `requestInterrupt` may come from another.
package final class Session: Evaluator {
  package let engine: Engine
  /// Where relative paths start: the notebook's folder, or the working directory.
  package let folder: String
  package let environment: [String: String]
  /// What `--param` overrules, by name.
  package let overrides: [String: Value]
  package var onProgress: ((Progress) -> Void)?
  /// Given a text as a model writes it, for a prompt that shows it as it comes; nil where nobody
  /// looks on. What it is given is what the statement's output begins with.
  package var onText: ((String) -> Void)?
  /// Given sentences about a statement that is running and no part of its output: what it will take.
  package var onRemark: ((String) -> Void)?
  /// Asked before work of more than an hour, where somebody can answer: false gives it up.
  package var onLongWork: ((String) -> Bool)?
  /// Columns of the terminal that shows outputs; nil where there is none.
  package var columns: () -> Int? = { nil }
  package var writesRedirectedTo: String?

  private(set) var objects: [(name: String, object: SessionObject)] = []
  var parameters: [String: Value] = [:]
  package let encodings = EncodingStore()

  package init(
    threads: Int, folder: String, environment: [String: String],
    overrides: [String: Value] = [:], ignoresMemoryLimits: Bool = false,
    whenMemoryEnds: @escaping MemoryEnd = unreportedMemoryEnd
  ) {
    engine = Engine(threads: threads, whenMemoryEnds: whenMemoryEnds)
    engine.ignoresMemoryLimits = ignoresMemoryLimits
    (self.folder, self.environment, self.overrides) = (folder, environment, overrides)
  }

  package static var verbs: [VerbSpec] { commands.map { $0.spec } }

  /// Whether a verb shows something and changes nothing.
  package static func onlyLooks(_ verb: String) -> Bool {
    commands.first { $0.spec.name == verb }?.onlyLooks ?? false
  }

  package var arithmetic: String { Engine.fingerprint }

  /// See `Engine.missedCoreType`.
  package static var missedCoreType: String? { Engine.missedCoreType }

  /// Stops the running statement at the next shard; safe from any thread.
  package func requestInterrupt() { engine.interrupt.request() }

  package func evaluate(
    _ statement: Statement, in source: SourceText, cell: Int?
  ) throws(Diagnostic) -> StatementResult {
    engine.interrupt.clear()
    let checked = try Checker.check(
      statement, verbs: Self.verbs, names: self, parameters: parameters)
    guard let command = commands.first(where: { $0.spec.name == checked.verb.name }) else {
      preconditionFailure("'\(checked.verb.name)' is declared but not in the table")
    }
    let result: CommandResult
    do {
      result = try command.run(checked, in: self)
    } catch {
      var shown = error
      shown.message = asTyped(error.message)
      if error.code == "missing-file", error.suggestion == nil,
        let typed = checked.slots.values.first(where: { $0.span == error.span })?.value.text,
        !typed.isEmpty, !typed.contains(":")
      {
        shown.suggestion = nearestFile(typed)
      }
      throw shown
    }
    let name = checked.binding?.value ?? result.name
    if let value = result.value, let name { bind(name, to: value) }
    var record: JSONObject = [
      "cell": cell.map { .integer($0) } ?? .null, "statement": .string(statement.canonical),
      "kind": .string(checked.verb.name), "executed": .bool(true),
    ]
    for (key, value) in result.record { record[key] = value }
    let output = CellOutput(lines: result.lines)
    return StatementResult(
      output: output, record: record, executed: true,
      shown: result.shown.map { CellOutput(lines: $0) } ?? output)
  }

  // MARK: Names

  subscript(_ name: String) -> SessionObject? {
    objects.first { $0.name == name }?.object
  }

  private func bind(_ name: String, to object: SessionObject) {
    if let index = objects.firstIndex(where: { $0.name == name }) {
      objects[index].object = object
    } else {
      objects.append((name, object))
    }
  }

  // MARK: Files

  /// The place in the file system of a path the user typed, to read from.
  func readingPath(_ path: String) -> String {
    if let redirect = writesRedirectedTo, !path.hasPrefix("/") {
      let written = redirect + "/" + path
      if FileManager.default.fileExists(atPath: written) { return written }
    }
    return absolute(path)
  }

  /// The place to write to; the folder it stands in is made when writes are redirected.
  func writingPath(_ path: String) -> String {
    guard let redirect = writesRedirectedTo else { return absolute(path) }
    let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let place = redirect + "/" + name
    let parent = (place as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true)
    return place
  }

  /// A text with paths as the user typed them: what a notebook records must not depend on where it
  /// stands.
  func asTyped(_ text: String) -> String {
    [writesRedirectedTo, folder].compactMap { $0 }.filter { $0 != "/" }
      .reduce(text) { $0.replacing($1 + "/", with: "") }
  }

  private func absolute(_ path: String) -> String {
    if path.hasPrefix("~/"), let home = environment["HOME"] { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : folder + "/" + path
  }

  // MARK: Progress

  var wasInterrupted: Bool { engine.interrupt.isRequested }
}

extension Session: NameTable {
  package func kind(of name: String) -> String? { self[name]?.kind }
  package var names: [String] { objects.map(\.name) }
}

/// How far a long statement has come.
package struct Progress: Sendable {
  package var title: String
  package var done: Int
  package var total: Int
  package var unit: String
  package var loss: Double?
  package var tokensPerSecond: Double?
  package var learningRate: Double?
  package var secondsLeft: Double?
  /// The losses so far, thinned, for a small curve.
  package var losses: [Double] = []
  /// A part of a longer work that reports its own steps: a terminal shows it, a log need not.
  package var isAside = false

  package init(title: String, done: Int, total: Int, unit: String) {
    (self.title, self.done, self.total, self.unit) = (title, done, total, unit)
  }
}
