import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the handlers write signal numbers; set once before they are installed.
nonisolated(unsafe) private var pipeForHandlers: Int32 = -1

/// The process's signals, turned from interruptions into messages.
///
/// The handlers only write a byte into a pipe; a thread reads it and acts by what the program is
/// doing: while a statement runs the session is asked to stop, while a line is edited the editor
/// gets the number. Nothing restarts by itself (no `SA_RESTART`).
final class Signals: Sendable {
  private struct State {
    var onRunning: (@Sendable () -> Void)?
    var isEditing = false
    /// A sitting at the prompt outlives its statements.
    var isSitting = false
    var pending: Int32?
  }

  static let shared = Signals()

  /// The editor's end: signal numbers, a byte each, while it edits.
  let editorDescriptor: Int32
  private let editorEntry: Int32
  private let source: Int32
  private let state = Mutex(State())

  private init() {
    var handlers: [Int32] = [-1, -1]
    var editor: [Int32] = [-1, -1]
    _ = pipe(&handlers)
    _ = pipe(&editor)
    for end in handlers + editor { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A full pipe must not block a handler.
    _ = fcntl(handlers[1], F_SETFL, O_NONBLOCK)
    pipeForHandlers = handlers[1]
    source = handlers[0]
    (editorDescriptor, editorEntry) = (editor[0], editor[1])
  }

  /// What ends a program that does not care, and would leave the terminal as an editor has it.
  private static let endings = [
    SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO,
  ]

  /// Takes over SIGINT, SIGTERM and SIGQUIT, and with an editor also SIGWINCH, SIGTSTP and whatever
  /// else would end the process.
  func install(withEditor: Bool) {
    let numbers =
      [SIGINT, SIGTERM, SIGQUIT]
      + (withEditor ? [SIGWINCH, SIGTSTP, SIGCONT] + Signals.endings : [])
    state.withLock { $0.isSitting = withEditor }
    for number in numbers { Signals.handle(number) }
    // A file that may not grow further is an error of whoever writes it.
    signal(SIGXFSZ, SIG_IGN)
    // Whoever started us may have had them blocked; that would leave only SIGKILL.
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for number in numbers { sigaddset(&unblocked, number) }
    pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
    Thread.detachNewThread { [self] in forwardForever() }
  }

  /// Writing into a pipe that nobody reads fails then, instead of ending the process. By a handler
  /// that does nothing: what is ignored would be ignored by every program started from here.
  static func outliveBrokenPipes() { handle(SIGPIPE, by: { _ in }) }

  private static func handle(_ number: Int32) {
    handle(number) { number in
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(pipeForHandlers, &byte, 1)
      errno = before
    }
  }

  private static func handle(_ number: Int32, by handler: @convention(c) (Int32) -> Void) {
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
    sigemptyset(&action.sa_mask)
    action.sa_flags = 0
    sigaction(number, &action, nil)
  }

  private func forwardForever() {
    var byte: UInt8 = 0
    while true {
      let count = read(source, &byte, 1)
      if count == 1 {
        received(Int32(byte))
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }

  private func received(_ number: Int32) {
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      if state.isEditing {
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(editorEntry, &byte, 1)
        return nil
      }
      switch number {
      case SIGTSTP:
        return {
          Echo.pause()
          kill(getpid(), SIGSTOP)
        }
      // Other threads may go on for a moment behind the stop: this one comes when it is over.
      case SIGCONT: return { Echo.resume() }
      case SIGWINCH: return nil
      default:
        // Whoever asks twice does not want to wait for the next safe place; but an impatient Ctrl-C
        // must not cost a sitting its objects.
        let mayLeave = number != SIGINT || !state.isSitting
        if state.pending != nil, mayLeave { return { Signals.leaveAtOnce(number) } }
        state.pending = number
        return state.onRunning
      }
    }
    action?()
  }

  /// What is shown can be read no more: whatever runs is asked to stop.
  func outputEnded(by number: Int32) {
    let stop = state.withLock { state -> (@Sendable () -> Void)? in
      if state.pending == nil { state.pending = number }
      return state.onRunning
    }
    stop?()
  }

  private static func leaveAtOnce(_ number: Int32) {
    Echo.show()
    _exit(128 + number)
  }

  /// The signal that asked for an end since the last call of `forget`.
  var pending: Int32? { state.withLock { $0.pending } }

  func forget() { state.withLock { $0.pending = nil } }

  /// `stop` is called, on another thread, when a signal arrives while `body` runs.
  func whileRunning<Result, Failure: Error>(
    stop: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    state.withLock { $0.onRunning = stop }
    defer { state.withLock { $0.onRunning = nil } }
    return try body()
  }

  /// Signals go to the editor while `body` runs.
  func whileEditing<Result>(_ body: () -> Result) -> Result {
    state.withLock { $0.isEditing = true }
    defer { state.withLock { $0.isEditing = false } }
    return body()
  }
}
