import Foundation
import Language
import Notebooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output for values, standard error for errors and progress.
final class Console {
  enum ErrorStyle: String, CaseIterable {
    case text, json
  }

  let errorStyle: ErrorStyle
  /// Both ends can show a repainted line and colours.
  let isTerminal: Bool
  let usesColour: Bool
  private let pager: Pager?

  init(errorStyle: ErrorStyle, environment: [String: String]) {
    self.errorStyle = errorStyle
    let terminal = environment["TERM"] ?? ""
    isTerminal = isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
    usesColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    pager = isTerminal ? Pager(environment: environment) : nil
  }

  /// A line of values.
  func show(_ text: String) { Console.write(text + "\n", to: STDOUT_FILENO) }

  /// What a statement printed, laid out for the terminal where there is one.
  ///
  /// - Parameter pages: whether what is longer than the screen goes through the reader's pager.
  func show(_ output: CellOutput, pages: Bool = false) {
    guard !output.isEmpty else { return }
    let screen = Screen.current
    let fitted = FittedOutput(output, width: screen?.columns)
    let text = fitted.text(colour: usesColour && screen != nil)
    let isLong = screen.map { fitted.rows(width: $0.columns) >= $0.rows } ?? false
    if pages, isLong, let pager, pager.show(text + "\n") { return }
    show(text)
  }

  /// A piece of a value that grows on the screen, without a line end.
  func stream(_ piece: String) { Console.write(piece, to: STDOUT_FILENO) }

  /// A file's bytes, as they are.
  func show(_ bytes: [UInt8]) { Console.write(bytes, to: STDOUT_FILENO) }

  /// A line that is no value: a remark, a summary.
  func remark(_ text: String) { Console.write(text + "\n", to: STDERR_FILENO) }

  /// Text without a line end, for a line that is painted over.
  func paint(_ text: String) { Console.write(text, to: STDERR_FILENO) }

  func show(_ error: Diagnostic, in source: SourceText) {
    switch errorStyle {
    case .json: remark(error.json(in: source))
    // What the user asked for is no mistake of theirs: no caret.
    case .text where error.code == "interrupted": remark(error.message)
    case .text: remark(error.rendered(in: source, colour: usesColour))
    }
  }

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

  func dimmed(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  private static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let written = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR && errno != EAGAIN {
        // What cannot be shown is lost: a script has to learn of it.
        if descriptor == STDOUT_FILENO, errno != EPIPE { exit(73) }
        return
      }
    }
  }
}
