import CEditline

/// What a Tab does: text to insert, and lines to show below the prompt.
struct TabResult {
  var insertion = ""
  var lines: [String] = []
}

/// The edited prompt on a terminal: history, completion, paste, Ctrl-C.
final class LineEditor {
  enum Input: Equatable {
    case line(String)
    /// Ctrl-D on an empty line, or the terminal is gone.
    case end
    /// A signal gave the line up: SIGINT for Ctrl-C, SIGTERM, SIGHUP.
    case signal(Int32)
  }

  /// Given the line so far and the cursor as an offset in code points.
  var onTab: ((String, Int) -> TabResult)?
  private var editor: OpaquePointer?

  /// - Parameter signals: a descriptor where signal numbers arrive while a line is read.
  /// - Returns: nil when the terminal cannot be used.
  init?(program: String, signals: Int32) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    editor = ce_open(program, signals, LineEditor.completer, context)
    if editor == nil { return nil }
  }

  deinit { close() }

  /// Leaves the terminal as it was found.
  func close() {
    if let editor { ce_close(editor) }
    editor = nil
  }

  func read(prompt: String) -> Input {
    guard let editor else { return .end }
    var status: Int32 = 0
    let text = prompt.withCString { ce_read(editor, $0, &status) }
    let signal = Int32(CE_SIGNAL)
    if status >= signal { return .signal(status - signal) }
    guard let text, status == Int32(CE_LINE) else { return .end }
    return .line(String(cString: text))
  }

  /// Makes a cell recallable with the arrow keys.
  func remember(_ entry: String) {
    guard let editor else { return }
    entry.withCString { ce_remember(editor, $0) }
  }

  /// Columns of the terminal, 80 when it does not say.
  static var columns: Int {
    let columns = Int(ce_columns())
    return columns > 0 ? columns : 80
  }

  private static let completer: ce_completer = { context, line, length, cursor in
    guard let context, let line else { return Int32(CE_NOTHING) }
    let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: line, count: length)
    let text = String(decoding: bytes, as: UTF8.self)
    let before = String(decoding: bytes.prefix(cursor), as: UTF8.self)
    return editor.tab(text, before.unicodeScalars.count)
  }

  private func tab(_ text: String, _ cursor: Int) -> Int32 {
    guard let editor, let result = onTab?(text, cursor) else { return Int32(CE_NOTHING) }
    if !result.insertion.isEmpty { result.insertion.withCString { ce_insert(editor, $0) } }
    if !result.lines.isEmpty {
      result.lines.joined(separator: "\n").withCString { ce_print(editor, $0) }
      return Int32(CE_REDRAW)
    }
    return Int32(result.insertion.isEmpty ? CE_NOTHING : CE_INSERTED)
  }
}
