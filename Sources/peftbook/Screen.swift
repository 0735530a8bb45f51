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
  static var current: Screen? { Screen(STDOUT_FILENO) }

  /// The same of standard error, for what is no value.
  static var ofRemarks: Screen? { Screen(STDERR_FILENO) }

  private init?(_ descriptor: Int32) {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return nil }
    (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
  }
}
