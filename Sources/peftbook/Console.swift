import Commands
import Foundation
import Language
import Notebooks

/// Standard output for values, standard error for errors and progress.
final class Console {
  enum ErrorStyle: String, CaseIterable {
    case text, json
  }

  let errorStyle: ErrorStyle
  /// Both ends can show a repainted line and colours.
  let isTerminal: Bool
  /// Settings may change in the course of a sitting.
  var settings: Settings
  private let environment: [String: String]
  private let outputIsTerminal: Bool

  init(
    errorStyle: ErrorStyle, environment: [String: String] = ProcessInfo.processInfo.environment,
    settings: Settings = UserSettings.settings
  ) {
    (self.errorStyle, self.environment, self.settings) = (errorStyle, environment, settings)
    outputIsTerminal = isatty(STDOUT_FILENO) == 1
    let terminal = environment["TERM"] ?? ""
    isTerminal = isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
  }

  /// A user's own setting goes before `NO_COLOR` (no-color.org).
  var usesColour: Bool {
    switch settings.color {
    case .auto: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    case .always: true
    case .never: false
    }
  }

  /// A line of values.
  func show(_ text: String) { show(Array((text + "\n").utf8)) }

  /// A sentence of values, on a terminal broken between words.
  func say(_ sentence: String) {
    show(FittedOutput(remark: sentence, width: Screen.current?.columns).text(colour: false))
  }

  /// What a statement printed, laid out for the terminal where there is one.
  ///
  /// - Parameter pages: whether what is longer than the screen goes through the reader's pager.
  func show(_ output: CellOutput, pages: Bool = false) {
    guard !output.isEmpty else { return }
    let screen = Screen.current
    let fitted = FittedOutput(output, width: screen?.columns)
    let isColoured = usesColour && (screen != nil || settings.color == .always)
    let text = fitted.text(colour: isColoured)
    let isLong = screen.map { fitted.rows(width: $0.columns) >= $0.rows } ?? false
    if pages, isLong, let pager, pager.show(text + "\n") { return }
    show(text)
  }

  private var pager: Pager? {
    isTerminal ? Pager(environment: environment, set: settings.pager) : nil
  }

  /// A piece of a value that grows on the screen, without a line end.
  func stream(_ piece: String) { show(Array(piece.utf8)) }

  /// A file's bytes, as they are.
  ///
  /// Where nobody reads any more, what runs is ended; what cannot be shown otherwise is lost, and a
  /// script has to learn of it.
  func show(_ bytes: [UInt8]) {
    switch StandardFile.output.write(bytes) {
    case nil: break
    case EPIPE: Signals.shared.outputEnded(by: SIGPIPE)
    // The terminal is gone; the signal that says so may be on its way.
    case EIO where outputIsTerminal: Signals.shared.outputEnded(by: SIGHUP)
    case let code?:
      remark("error: cannot write standard output: \(String(cString: strerror(code)))")
      exit(73)
    }
  }

  /// A line that is no value: a remark, a summary. On a terminal it is broken between words.
  func remark(_ text: String) {
    let fitted = FittedOutput(remark: text, width: Screen.ofRemarks?.columns)
    paint(fitted.text(colour: false) + "\n")
  }

  /// Text without a line end, for a line that is painted over. Where it cannot be shown, nothing is
  /// lost that anybody needs.
  func paint(_ text: String) { _ = StandardFile.error.write(Array(text.utf8)) }

  func show(_ error: Diagnostic, in source: SourceText) {
    // Who stopped reading knows.
    if error.code == "interrupted", Signals.shared.pending == SIGPIPE { return }
    switch errorStyle {
    case .json: paint(error.json(in: source) + "\n")
    // What the user asked for is no mistake of theirs: no caret.
    case .text where error.code == "interrupted": remark(error.message)
    case .text: complain(error, in: source, as: "error")
    }
  }

  private func complain(_ error: Diagnostic, in source: SourceText, as word: String) {
    let columns = Screen.ofRemarks.flatMap { $0.columns < Self.narrowest ? nil : $0.columns }
    let text = error.rendered(in: source, as: word, colour: usesColour, columns: columns)
    paint(text + "\n")
  }

  /// Below this nothing reads well.
  private static let narrowest = 30

  func show(_ error: NotebookError) {
    if case .located(let located) = error {
      show(located.diagnostic, in: located.source)
    } else {
      show(
        Diagnostic(
          code: error.code, exit: error.exitCode, message: error.description,
          suggestion: error.suggestion),
        in: SourceText(text: ""))
    }
  }

  /// What is wrong with the settings.
  func warn(_ problem: SettingsFile.Problem) {
    complain(problem.diagnostic, in: problem.source, as: "warning")
  }

  func dimmed(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
