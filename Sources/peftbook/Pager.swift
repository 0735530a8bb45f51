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
    // Colours come through, what fits after all is not held back, and the last row says how to
    // leave; a reader's own LESS stands.
    let less = "FRXPs?e(END) .q leaves, the space bar turns the page\\$"
    let line = "LESS=\"${LESS-\(less)}\" LV=\"${LV--c}\"; export LESS LV; " + command
    return Echo.shown {
      guard let pipe = popen(line, "w") else { return false }
      // Who leaves before the end has seen enough.
      _ = StandardFile.write(Array(text.utf8), to: fileno(pipe))
      let status = pclose(pipe)
      // 127: the shell found no such program.
      return status >> 8 & 0xFF != 127
    }
  }
}
