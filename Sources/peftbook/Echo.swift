import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the terminal shows what is typed while nobody edits it.
///
/// What is typed ahead belongs to the next prompt, which shows it; between the figures of a
/// progress line it would only be in the way. Ctrl-C and its like work all the same.
enum Echo {
  /// The terminal's modes as they were, while it shows nothing.
  private static let before = Mutex<termios?>(nil)
  private static let isPaused = Mutex(false)

  /// Nothing that is typed shows while `body` runs.
  static func hidden<Result>(_ body: () -> Result) -> Result {
    hide()
    defer { show() }
    return body()
  }

  /// In the middle of `hidden`: for a question, or a program that takes the terminal over.
  static func shown<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let wasHidden = show()
    defer { if wasHidden { hide() } }
    return try body()
  }

  /// Before the process is stopped: the terminal is somebody else's until it goes on.
  static func pause() { isPaused.withLock { $0 = show() } }

  static func resume() {
    isPaused.withLock { isPaused in
      if isPaused { hide() }
      isPaused = false
    }
  }

  private static func hide() {
    before.withLock { before in
      var modes = termios()
      guard before == nil, tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
      before = modes
      modes.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
  }

  /// The terminal as it was, also for who leaves in a hurry.
  ///
  /// - Returns: whether it showed nothing.
  @discardableResult
  static func show() -> Bool {
    before.withLock { before in
      guard var modes = before else { return false }
      tcsetattr(STDIN_FILENO, TCSANOW, &modes)
      before = nil
      return true
    }
  }
}
