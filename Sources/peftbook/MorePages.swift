#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A list that is longer than the screen, a page at a time, while a line is edited.
struct MorePages {
  /// Signal numbers arrive there; they are left to the editor.
  let signals: Int32

  private static let question = "--more--"

  /// Shows further pages as long as they are asked for: a blank, Tab or Enter asks, q and Ctrl-C
  /// have seen enough.
  func show(_ pages: some Sequence<[String]>) {
    for page in pages {
      write(MorePages.question)
      let goesOn = isAskedFor()
      // On any terminal: over what stands there.
      write("\r" + String(repeating: " ", count: MorePages.question.count) + "\r")
      if !goesOn { return }
      write(page.map { $0 + "\r\n" }.joined())
    }
  }

  private func write(_ text: String) {
    _ = StandardFile.write(Array(text.utf8), to: STDOUT_FILENO)
  }

  private func isAskedFor() -> Bool {
    while true {
      var waits = [STDIN_FILENO, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&waits, 2, -1) > 0 else {
        if errno == EINTR { continue }
        return false
      }
      if waits[1].revents != 0 { return false }
      var key: UInt8 = 0
      switch read(STDIN_FILENO, &key, 1) {
      case 1: break
      case -1 where errno == EINTR || errno == EAGAIN: continue
      default: return false
      }
      switch Unicode.Scalar(key) {
      case " ", "\t", "\r", "\n", "y": return true
      case "q", "Q", "n", "\u{3}", "\u{4}", "\u{7}", "\u{7F}", "\u{1B}": return false
      default: continue
      }
    }
  }
}
