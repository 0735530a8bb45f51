import Adapters
import Checkpoints
import Files
import Language
import Tasks
import Tokenizers
import Training

/// Turns the errors of the modules into diagnostics with a place, a code and an exit status.
extension Session {
  /// Runs a body and says of its error where in the statement the cause stands.
  func explain<T>(at span: Span, _ body: () throws -> T) throws(Diagnostic) -> T {
    try Self.explained(at: span, body)
  }

  static func explained<T>(at span: Span, _ body: () throws -> T) throws(Diagnostic) -> T {
    do { return try body() } catch { throw diagnostic(for: error, at: span) }
  }

  static func diagnostic(for error: any Error, at span: Span) -> Diagnostic {
    switch error {
    case let error as Diagnostic: error
    case let error as FileError: file(error, span)
    case let error as CheckpointError: checkpoint(error, span)
    case let error as AdapterError: adapter(error, span)
    // The tokenizer is fine; its place is not.
    case TokenizerError.file(let inner) where inner.isOfWriting: file(inner, span)
    case let error as TokenizerError:
      Diagnostic(code: "bad-tokenizer", exit: 66, message: error.description, span: span)
    case let error as TaskError: task(error, span)
    case let error as TrainingError: training(error, span)
    default: Diagnostic(code: "failed", exit: 70, message: "\(error)", span: span)
    }
  }

  private static func file(_ error: FileError, _ span: Span) -> Diagnostic {
    let (code, exit): (String, Int32) =
      switch error {
      case .notFound: ("missing-file", 66)
      case .cannotWrite, .inTheWay: ("cannot-write", 73)
      default: ("unreadable-file", 66)
      }
    return Diagnostic(code: code, exit: exit, message: error.description, span: span)
  }

  /// Of a statement that nothing is left of.
  static func interrupted(at span: Span) -> Diagnostic {
    Diagnostic(
      code: "interrupted", exit: 130, message: "interrupted; every name is as it was", span: span)
  }

  private static func checkpoint(_ error: CheckpointError, _ span: Span) -> Diagnostic {
    if case .file(let inner) = error { return file(inner, span) }
    if case .interrupted = error { return interrupted(at: span) }
    if case .notEnoughMemory = error {
      return Diagnostic(
        code: "not-enough-memory", exit: 70, message: error.description, span: span,
        note: "(--force asks the system for it all the same)")
    }
    let (code, note) =
      switch error {
      case .notCached: ("missing-file", download(error))
      case .noTensors: ("missing-file", "(initialize=true draws them from the seed)")
      default: ("bad-checkpoint", nearestTensor(error))
      }
    return Diagnostic(code: code, exit: 66, message: error.description, span: span, note: note)
  }

  /// How what the hub's cache lacks gets there.
  private static func download(_ error: CheckpointError) -> String? {
    guard case .notCached(let name, let revision, let looked) = error else { return nil }
    let isDataset = looked.contains { $0.contains("/\(HubCache.Kind.datasets.rawValue)--") }
    let options =
      (isDataset ? " --type dataset" : "") + (revision == "main" ? "" : " --revision \(revision)")
    return "(at a shell, hf download \(name)\(options) fetches it)"
  }

  /// The tensor that was looked for, where the file has it under a name that is nearly right.
  private static func nearestTensor(_ error: CheckpointError) -> String? {
    guard case .missingTensor(let name, _, _, let others) = error else { return nil }
    return nearestTensor(name, others)
  }

  /// Of a name's parts one may differ, and that by a slip: `queri` is `query`, `key` is not.
  private static func nearestTensor(_ name: String, _ others: [String]) -> String? {
    let parts = name.split(separator: ".")
    let nearest = others.first { other in
      // A file may lead every name with its model's: bert.
      let found = other.split(separator: ".").suffix(parts.count)
      let differing = zip(found, parts).filter { $0 != $1 }
      guard found.count == parts.count, differing.count == 1 else { return false }
      return Suggestion.nearest(String(differing[0].0), among: [String(differing[0].1)]) != nil
    }
    return nearest.map { "(there is '\($0)')" }
  }

  private static func adapter(_ error: AdapterError, _ span: Span) -> Diagnostic {
    switch error {
    case .checkpoint(let inner): return checkpoint(inner, span)
    case .file(let inner): return file(inner, span)
    case .noTarget(let target, _) where target.lowercased() == "all-linear":
      return Diagnostic(
        code: "unknown-name", exit: 65,
        message: "'\(target)' means every layer and stands alone, not in a list",
        span: span, note: "(targets=all-linear)")
    case .noTarget(let target, let candidates):
      return Diagnostic(
        code: "unknown-name", exit: 65, message: error.description, span: span,
        suggestion: Suggestion.nearest(target, among: candidates).map {
          // A layer's name that matches nothing is a pattern, and one has to match whole paths.
          $0 == target ? ".*" + target : $0
        },
        note: "(" + candidates.filter { !$0.contains(".") }.joined(separator: ", ") + ")")
    case .missingTensor(let name, _, _, let others):
      return Diagnostic(
        code: "bad-adapter", exit: 66, message: error.description, span: span,
        note: nearestTensor(name, others))
    case .setting, .badPattern, .slowPattern:
      return Diagnostic(code: "out-of-range", exit: 65, message: error.description, span: span)
    default:
      return Diagnostic(code: "bad-adapter", exit: 66, message: error.description, span: span)
    }
  }

  private static func task(_ error: TaskError, _ span: Span) -> Diagnostic {
    if case .file(let inner) = error { return file(inner, span) }
    if case .interrupted = error { return interrupted(at: span) }
    let (code, exit): (String, Int32) =
      switch error {
      case .unknownSplit: ("missing-file", 66)
      case .unknownColumn, .unknownFormat: ("unknown-name", 65)
      case .unknownLabel: ("unknown-label", 66)
      case .wrongPart, .stride: ("out-of-range", 65)
      case .template(.noEnd), .template(.noToken): ("wrong-tokenizer", 66)
      case .template: ("bad-template", 65)
      default: ("bad-data", 66)
      }
    let choice = error.choice
    // A label stands in the data, and not in the statement.
    let typed = if case .unknownLabel = error { nil as String? } else { choice?.word }
    return Diagnostic(
      code: code, exit: exit, message: error.description, span: span,
      suggestion: typed.flatMap { Suggestion.nearest($0, among: choice?.among ?? []) },
      note: choice.map { "(" + $0.among.joined(separator: ", ") + ")" })
  }

  private static func training(_ error: TrainingError, _ span: Span) -> Diagnostic {
    switch error {
    // Nothing that counts steps was under way.
    case .interrupted(0): interrupted(at: span)
    case .interrupted(let step):
      Diagnostic(
        code: "interrupted", exit: 130,
        message: "interrupted at step \(step); every name is as it was", span: span)
    case .diverged(let step):
      Diagnostic(
        code: "diverged", exit: 70, message: "diverged at step \(step): the loss is not finite",
        span: span, note: "(a lower lr, or warmup=0.1, may help)")
    case .checkpoint(let inner): checkpoint(inner, span)
    default:
      Diagnostic(code: "failed", exit: 70, message: error.description, span: span)
    }
  }
}
