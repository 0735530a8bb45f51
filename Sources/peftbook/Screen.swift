#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal that values are shown on.
struct Screen {
  let columns: Int
  let rows: Int

  /// Nil where standard output is no terminal, or one that does not say how large it is.
  static var current: Screen? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return Screen(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
