import CEditline
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a Tab does: text to insert, or a list to show below the cell.
struct TabResult {
  var insertion = ""
  var list = TabListing()
  /// Rows that the screen has for the list beside the cell; nil where the terminal does not say.
  var room: Int?
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

  /// Given the text so far and the cursor as an offset in code points.
  var onTab: ((String, Int) -> TabResult)?
  /// Whether Enter ends a cell.
  var isWhole: ((String) -> Bool)?
  /// The cell as the user's own editor left it; nil to leave it as it is.
  var onRevise: ((String) -> String?)?
  /// What stands before the further lines of a cell.
  private let continued: String
  private let more: MorePages
  private var editor: OpaquePointer?

  /// - Parameter signals: a descriptor where signal numbers arrive while a line is read.
  /// - Returns: nil when the terminal cannot be used.
  init?(program: String, signals: Int32, continued: String) {
    self.continued = continued
    more = MorePages(signals: signals)
    let callbacks = ce_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(), complete: LineEditor.completer,
      is_whole: LineEditor.judge, revise: LineEditor.reviser, width: LineEditor.width)
    editor = ce_open(program, signals, callbacks)
    if editor == nil { return nil }
  }

  deinit { close() }

  /// Leaves the terminal as it was found.
  func close() {
    if let editor { ce_close(editor) }
    editor = nil
  }

  /// One line; a cell of several lines when `isWhole` says where it ends and the terminal can show
  /// it.
  func read(prompt: String, isCell: Bool) -> Input {
    guard let editor else { return .end }
    var status: Int32 = 0
    let text = Echo.shown {
      prompt.withCString { prompt in
        continued.withCString { ce_read(editor, prompt, isCell ? $0 : nil, &status) }
      }
    }
    let signal = Int32(CE_SIGNAL)
    if status >= signal { return .signal(status - signal) }
    guard let text, status == Int32(CE_LINE) else { return .end }
    return .line(String(cString: text))
  }

  /// Makes a cell recallable with the arrow keys.
  func remember(_ entry: String) {
    guard let editor else { return }
    entry.withCString { entry in
      continued.withCString { ce_remember(editor, entry, $0) }
    }
  }

  /// Columns of the terminal, 80 when it does not say.
  static var columns: Int {
    let columns = Int(ce_columns())
    return columns > 0 ? columns : 80
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> LineEditor? {
    context.map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  private typealias Context = UnsafeMutableRawPointer
  private typealias Text = UnsafePointer<CChar>

  private static let judge: @convention(c) (Context?, Text?) -> Int32 = { context, text in
    guard let text, let isWhole = of(context)?.isWhole else { return 1 }
    return isWhole(String(cString: text)) ? 1 : 0
  }

  private static let reviser: @convention(c) (Context?, Text?) -> UnsafeMutablePointer<CChar>? = {
    context, text in
    guard let text, let onRevise = of(context)?.onRevise else { return nil }
    return onRevise(String(cString: text)).map { strdup($0) }
  }

  private static let width: @convention(c) (Context?, UInt32) -> Int32 = { _, character in
    Int32(Unicode.Scalar(character)?.displayWidth ?? 1)
  }

  private static let completer: @convention(c) (Context?, Text?, Int, Int) -> Int32 = {
    context, line, length, cursor in
    guard let editor = of(context), let line else { return Int32(CE_NOTHING) }
    let bytes = UnsafeRawBufferPointer(start: line, count: length)
    let text = String(decoding: bytes, as: UTF8.self)
    let before = String(decoding: bytes.prefix(cursor), as: UTF8.self)
    return editor.tab(text, before.unicodeScalars.count)
  }

  private func tab(_ text: String, _ cursor: Int) -> Int32 {
    guard let editor, let result = onTab?(text, cursor) else { return Int32(CE_NOTHING) }
    if !result.insertion.isEmpty { result.insertion.withCString { ce_insert(editor, $0) } }
    if !result.list.isEmpty {
      show(result.list.lines(rows: result.room), room: result.room)
      return Int32(CE_REDRAW)
    }
    return Int32(result.insertion.isEmpty ? CE_NOTHING : CE_INSERTED)
  }

  /// Below the cell; in pages where the screen is too small.
  private func show(_ lines: [String], room: Int?) {
    let isWhole = room.map { lines.count <= $0 } ?? true
    // A page leaves a row for the question.
    let length = isWhole ? lines.count : max(1, (room ?? 1) - 1)
    lines.prefix(length).joined(separator: "\n").withCString { ce_print(editor, $0) }
    more.show(
      stride(from: length, to: lines.count, by: length).map { start in
        Array(lines[start..<min(start + length, lines.count)])
      })
  }
}
