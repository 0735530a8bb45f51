import Autograd
import Files
import Foundation
import Language
import Notebooks
import Synchronization
import Tokenizers
import Training

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
  /// Given sentences about a statement that is running and no part of its output: what it will
  /// take.
  package var onRemark: ((String) -> Void)?
  /// Asked before work of more than an hour, where somebody can answer: false gives it up.
  package var onLongWork: ((String) -> Bool)?
  /// Whether somebody asked for an end before the statement began.
  package var isStopping: () -> Bool = { false }
  package var writesRedirectedTo: String?

  /// Where results are kept and found; nil to run everything.
  package var cache: ResultCache? {
    didSet { cache?.onWarning = { [weak self] in self?.onRemark?("warning: " + $0) } }
  }
  package private(set) var lastForesight: Foresight?
  /// Writes checkpoints of interrupted runs while a prompt goes on; nil where the statement waits.
  var laterCheckpoints: LaterCheckpoints?
  package var settings: Settings {
    didSet {
      if engine.threads != settings.threads { engine.threads = settings.threads }
      if settings != oldValue { onSettings?(settings) }
    }
  }
  /// Told when a statement changes a setting.
  package var onSettings: ((Settings) -> Void)?
  /// What earlier runs took; nil where there is no place for it.
  let timings: Timings?
  /// Whether objects are made again that earlier statements made.
  private(set) var isRestoring = false

  var bindings: [(name: String, binding: Binding)] = []
  /// Every binding that somebody still holds, so that a version that was made is not made twice.
  var held: [WeakBinding] = []
  /// What statements wrote, or would have written, in this order.
  var writers: [(place: String, cell: Int?, isPending: Bool)] = []
  var parameters: [String: Value] = [:]
  package let encodings = EncodingStore()

  package init(
    settings: Settings, folder: String, environment: [String: String],
    overrides: [String: Value] = [:], ignoresMemoryLimits: Bool = false,
    whenMemoryEnds: @escaping MemoryEnd = unreportedMemoryEnd
  ) {
    engine = Engine(threads: settings.threads, whenMemoryEnds: whenMemoryEnds)
    engine.ignoresMemoryLimits = ignoresMemoryLimits
    (self.settings, timings) = (settings, Timings(environment: environment))
    (self.folder, self.environment, self.overrides) = (folder, environment, overrides)
  }

  /// In the order of the table. Made once: every statement is checked by them.
  package static let verbs: [VerbSpec] = commands.map { $0.spec }

  static func command(of verb: String) -> (any Command.Type)? {
    verbs.firstIndex { $0.name == verb }.map { commands[$0] }
  }

  /// Whether `help` has something to say of a word.
  package static func explains(_ word: String) -> Bool { HelpCommand.topics.contains(word) }

  /// Whether a statement shows something and changes nothing.
  package static func onlyLooks(_ statement: Statement) -> Bool {
    command(of: statement.verb.value)?.onlyLooks(statement) ?? false
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
    // Who asked between two statements is not forgotten by the clearing.
    if isStopping() { engine.interrupt.request() }
    lastForesight = nil
    let (checked, command) = try check(statement)
    var result = try evaluate(checked, by: command, cell: cell)
    result.isForReading = command.isForReading
    return result
  }

  private func evaluate(
    _ checked: CheckedStatement, by command: any Command.Type, cell: Int?
  ) throws(Diagnostic) -> StatementResult {
    let statement = checked.statement
    // Files are read for their digests.
    let inputs = try patiently(with: checked) { () throws(Diagnostic) in
      cache.map { self.inputs(of: checked, by: command, cell: cell, in: $0) }
    }
    lastForesight = inputs?.foresight
    if let inputs {
      if let known = try reuse(checked, command, inputs, cell: cell) { return known }
      if !command.isImmediate { try prepare(inputs, of: checked, by: command) }
    }
    // What it is made from, before its own name means the new object.
    let operands = inputs == nil ? self.operands(of: checked) : []
    let result = try patiently(with: checked) { () throws(Diagnostic) in
      try run(checked, command)
    }
    for path in inputs?.writes ?? [] { noteWriter(of: path, cell: cell, isPending: false) }
    // What was in the cache and is only printed anew, under other names, was not executed.
    let executed = !result.isStored && (inputs?.entry == nil || command.computesOutput)
    var record: JSONObject = [
      "cell": cell.map { .integer($0) } ?? .null, "statement": .string(statement.canonical),
      "kind": .string(checked.verb.name), "executed": .bool(executed),
    ]
    for (key, value) in result.record { record[key] = value }
    let outcome = StatementResult(
      output: CellOutput(lines: result.lines), record: record, executed: executed,
      foresight: inputs?.foresight)
    var recipe: Recipe?
    if let inputs, let cache,
      store(outcome, of: checked, inputs, object: result.value, in: cache)
    {
      recipe = Recipe(checked, inputs)
    }
    if let value = result.value, let name = checked.binding?.value ?? result.name {
      let origin =
        inputs.map { Origin(name: name, statement: statement.canonical, $0) }
        ?? Origin(name: name, statement: statement.canonical, operands: operands)
      bind(
        name,
        to: Binding(
          value, version: inputs?.version ?? Version(), recipe: recipe, origin: origin))
    }
    return outcome
  }

  /// A statement checked whole, and the verb that runs it.
  func check(
    _ statement: Statement
  ) throws(Diagnostic) -> (CheckedStatement, any Command.Type) {
    let checked: CheckedStatement
    do throws(Diagnostic) {
      checked = try Checker.check(
        statement, verbs: Self.verbs, names: self, parameters: parameters)
    } catch { throw HelpCommand.pointing(error, from: statement) }
    guard let command = Self.command(of: checked.verb.name) else {
      preconditionFailure("'\(checked.verb.name)' is declared but not in the table")
    }
    return (checked, command)
  }

  private func run(
    _ checked: CheckedStatement, _ command: any Command.Type
  ) throws(Diagnostic) -> CommandResult {
    do {
      return try command.run(checked, in: self)
    } catch {
      var shown = error
      shown.message = withoutTemporaryNames(asTyped(error.message))
      if error.suggestion == nil,
        let typed = checked.slots.values.first(where: { $0.span == error.span })?.value.text,
        !typed.isEmpty, error.code == "missing-file" || typed.hasPrefix("hub:")
      {
        shown.suggestion = nearestSource(typed)
        let isSource = checked.verb.forms[checked.form].slots.contains { $0.kind == .source }
        if isSource, shown.suggestion == nil, shown.note == nil {
          shown.note = "(help source tells what can be read)"
        }
      }
      throw shown.markingInsideQuotes(of: checked)
    }
  }

  // MARK: Names

  /// The objects that are there; others are made when a statement uses them.
  var objects: [(name: String, object: SessionObject)] {
    bindings.compactMap { name, binding in binding.object.map { (name, $0) } }
  }

  subscript(_ name: String) -> SessionObject? { binding(of: name)?.object }

  func binding(of name: String) -> Binding? { bindings.first { $0.name == name }?.binding }

  func bind(_ name: String, to binding: Binding) {
    if let index = bindings.firstIndex(where: { $0.name == name }) {
      bindings[index].binding.release()
      bindings[index].binding = binding
    } else {
      bindings.append((name, binding))
    }
    hold(binding)
  }

  /// Runs a body where names stand for what they stood for at an earlier statement.
  func withBindings<T>(
    _ earlier: [(name: String, binding: Binding)], _ body: () throws(Diagnostic) -> T
  ) throws(Diagnostic) -> T {
    let (outer, wasRestoring) = (bindings, isRestoring)
    (bindings, isRestoring) = (earlier, true)
    defer { (bindings, isRestoring) = (outer, wasRestoring) }
    return try body()
  }

  func noteWriter(of path: String, cell: Int?, isPending: Bool) {
    writers.append((writingPath(path), cell, isPending))
  }

  // MARK: Files

  /// The place in the file system of a path the user typed, to read from.
  func readingPath(_ path: String) -> String {
    if let redirect = writesRedirectedTo {
      let written = redirected(path, to: redirect)
      if FileManager.default.fileExists(atPath: written) { return written }
    }
    return absolute(path)
  }

  /// The place to write to; the folder it stands in is made when writes are redirected.
  func writingPath(_ path: String) -> String {
    guard let redirect = writesRedirectedTo else { return absolute(path) }
    let place = redirected(path, to: redirect)
    let parent = (place as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true)
    return place
  }

  /// What stands for a path's root, and for the folder above, where writes are redirected: nothing
  /// may be written outside.
  private static let (root, up) = ("(root)", "(up)")

  private func redirected(_ path: String, to redirect: String) -> String {
    var path = isInHome(path) ? absolute(path) : path
    if path.hasPrefix(folder + "/") { path.removeFirst(folder.count + 1) }
    let isAbsolute = path.hasPrefix("/")
    var parts: [String] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(String(part))
      } else if let last = parts.last, last != Self.up {
        parts.removeLast()
      } else if !isAbsolute {
        parts.append(Self.up)
      }
    }
    return ([redirect] + (isAbsolute ? [Self.root] : []) + parts).joined(separator: "/")
  }

  /// Where something is written that no statement of the language writes.
  package func placeToWrite(_ path: String) -> String { absolute(path) }

  /// A text with paths as the user typed them: what a notebook records must not depend on where it
  /// stands.
  func asTyped(_ text: String) -> String {
    var text = text
    if let redirect = writesRedirectedTo {
      text = text.replacing(redirect + "/\(Self.root)/", with: "/")
        .replacing(redirect + "/", with: "").replacing(Self.up + "/", with: "../")
    }
    return folder == "/" ? text : text.replacing(folder + "/", with: "")
  }

  /// The user's own folder, which `~` stands for; what the system has for it where HOME is not set.
  private var home: String {
    environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
  }

  private func isInHome(_ path: String) -> Bool { path == "~" || path.hasPrefix("~/") }

  private func absolute(_ path: String) -> String {
    if isInHome(path) { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : folder + "/" + path
  }

  /// What nothing that is saved may take the place of, whoever made it.
  var foldersInUse: [String] { [folder, home] }

  // MARK: Progress

  var wasInterrupted: Bool { engine.interrupt.isRequested }
}

extension Session: NameTable {
  package func kind(of name: String) -> String? { binding(of: name)?.kind }
  package var names: [String] { bindings.map(\.name) }
}

extension Diagnostic {
  /// A suggestion for what a string says is to stand between its quotes.
  fileprivate func markingInsideQuotes(of s: CheckedStatement) -> Diagnostic {
    let values = Array(s.slots.values) + Array(s.options.values)
    guard suggestion != nil, let span, let given = values.first(where: { $0.span == span }),
      case .string(let text) = given.value, span.count == text.unicodeScalars.count + 2
    else { return self }
    var marked = self
    marked.span = Span(start: span.start + 1, end: span.end - 1)
    return marked
  }
}
