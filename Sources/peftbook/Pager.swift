import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program in which a reader turns pages: as set, else `$PAGER`, else `less` where it is
/// installed.
struct Pager {
  private let command: String

  /// - Parameter set: the user's own setting.
  /// - Returns: nil where paging is turned off: what is asked for is empty or `cat`.
  init?(environment: [String: String], set: String?) {
    if let asked = set ?? environment["PAGER"] {
      guard !asked.allSatisfy(\.isWhitespace), asked != "cat" else { return nil }
      command = asked
    } else {
      let folders = (environment["PATH"] ?? "").split(separator: ":")
      guard folders.contains(where: { access("\($0)/less", X_OK) == 0 }) else { return nil }
      command = "less"
    }
  }

  /// Shows a text until the reader has seen enough of it.
  ///
  /// - Returns: false where the pager could not be started, and nothing was shown.
  func show(_ text: String) -> Bool {
    // Colours come through, and what fits after all is not held back; a reader's own LESS stands.
    let line = "LESS=\"${LESS-FRX}\" LV=\"${LV--c}\"; export LESS LV; " + command
    guard let pipe = popen(line, "w") else { return false }
    var (ignored, before) = (sigaction(), sigaction())
    // Who leaves before the end wants no signal.
    #if canImport(Glibc)
      ignored.__sigaction_handler.sa_handler = SIG_IGN
    #else
      ignored.__sigaction_u.__sa_handler = SIG_IGN
    #endif
    sigaction(SIGPIPE, &ignored, &before)
    Pager.write(text, to: fileno(pipe))
    let status = pclose(pipe)
    sigaction(SIGPIPE, &before, nil)
    // 127: the shell found no such program.
    return status >> 8 & 0xFF != 127
  }

  /// By the system call: the library's own writing gives up at a signal, such as a resize.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let written = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
