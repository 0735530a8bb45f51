import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The cells typed at prompts, oldest first, one a line; only ever appended to.
///
/// libedit's own saving truncates the file in place, so that two prompts, or a kill, lose it.
struct HistoryFile {
  private let path: String?
  private static let most = 10_000

  /// `$PEFTBOOK_HISTORY`, else `peftbook/history` in `$XDG_STATE_HOME` or `~/.local/state`. An
  /// empty `$PEFTBOOK_HISTORY` keeps none.
  init(environment: [String: String]) {
    if let named = environment["PEFTBOOK_HISTORY"] {
      path = named.isEmpty ? nil : named
    } else if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      path = state + "/peftbook/history"
    } else {
      path = environment["HOME"].map { $0 + "/.local/state/peftbook/history" }
    }
  }

  var entries: [String] {
    guard let path, let data = FileManager.default.contents(atPath: path) else { return [] }
    let lines = data.split(separator: UInt8(ascii: "\n"))
    return lines.suffix(HistoryFile.most).compactMap { line in
      HistoryFile.decoded(String(decoding: line, as: UTF8.self))
    }
  }

  /// Adds a cell with one write; a history that cannot be kept is no reason to stop.
  func append(_ entry: String) {
    guard let path else { return }
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    // Behind a line that somebody left without an end, a new one.
    let start = HistoryFile.endsWithinLine(file) ? "\n" : ""
    let bytes = Array((start + HistoryFile.encoded(entry) + "\n").utf8)
    _ = write(file, bytes, bytes.count)
    close(file)
  }

  private static func endsWithinLine(_ file: Int32) -> Bool {
    var last: UInt8 = 0
    let length = lseek(file, 0, SEEK_END)
    return length > 0 && pread(file, &last, 1, length - 1) == 1 && last != UInt8(ascii: "\n")
  }

  private static func encoded(_ entry: String) -> String {
    entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  private static func decoded(_ line: String) -> String? {
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        text.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar != "\0", scalar != "\r" {
        text.append(scalar)
      }
    }
    return text.isEmpty ? nil : String(text)
  }
}
