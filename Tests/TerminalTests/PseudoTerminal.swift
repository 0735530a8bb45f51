import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
  /// `POSIX_SPAWN_SETSID`, which the headers show only to GNU programs.
  private let newSession: Int16 = 0x80
#else
  import Darwin
  private let newSession: Int16 = 0x400
#endif

/// The program at the far end of a pseudo-terminal, driven by keys.
final class PseudoTerminal {
  private let master: Int32
  /// Kept open, so that the terminal's modes can be read after the program left.
  private let slave: Int32
  private var process: pid_t = 0
  private(set) var transcript = ""
  private var seen: String.Index
  private var undecoded: [UInt8] = []
  let folder: TemporaryFolder

  /// - Parameter parent: a shell's script that starts `"$@"`, the program; else the program alone.
  init(
    _ arguments: [String] = [], environment: [String: String] = [:], columns: UInt16 = 80,
    rows: UInt16 = 24, folder: TemporaryFolder? = nil, parent: String = "exec \"$@\""
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    seen = transcript.startIndex
    var ends: (Int32, Int32) = (-1, -1)
    try #require(openpty(&ends.0, &ends.1, nil, nil, nil) == 0)
    (master, slave) = ends
    // Tests run beside each other, and `ttyname` has one memory for all.
    var place = [CChar](repeating: 0, count: 256)
    try #require(ttyname_r(slave, &place, place.count) == 0)
    let name = place.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    resize(columns: columns, rows: rows)
    try spawn(arguments, environment, name, parent)
  }

  deinit {
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(master)
    close(slave)
  }

  private func spawn(
    _ arguments: [String], _ environment: [String: String], _ terminal: String, _ parent: String
  ) throws {
    let program = try #require(Program.path)
    var variables = [
      "PATH": "/usr/bin:/bin", "TERM": "xterm", "HOME": folder.url.path, "LC_ALL": "C",
      "PAGER": "",
      "PEFTBOOK_HISTORY": folder.url.appending(path: "history").path,
    ]
    variables.merge(environment) { $1 }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal a session leader opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of a test have signals blocked, and a test run may stand in the background.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGHUP, SIGTERM, SIGQUIT, SIGUSR1, SIGALRM] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, flags)
    let shell = ["sh", "-c", "cd \"$0\" && \(parent)", folder.url.path]
    let argv = (shell + [program] + arguments).map { strdup($0) } + [nil]
    let envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, argv, envp)
    try #require(failure == 0)
  }

  // MARK: the person

  func type(_ keys: String) {
    var rest = Array(keys.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Types keys one after another: what is typed in one go may be taken for a paste.
  func press(_ keys: [String]) {
    for key in keys {
      type(key)
      settle()
    }
  }

  func resize(columns: UInt16, rows: UInt16 = 24) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Sends a signal to what the parent started; whether there is such a process.
  func sendToChild(_ signal: Int32) -> Bool {
    let list = "/proc/\(process)/task/\(process)/children"
    guard let text = try? String(contentsOfFile: list, encoding: .utf8),
      let child = text.split(separator: " ").first.flatMap({ pid_t($0) })
    else { return false }
    return kill(child, signal) == 0
  }

  /// Waits until `text` shows behind what was waited for before.
  ///
  /// - Returns: everything shown up to and with it; nil when it does not come.
  @discardableResult
  func wait(for text: String, seconds: Double = 20) -> String? {
    let end = Date(timeIntervalSinceNow: seconds)
    repeat {
      if let found = transcript[seen...].firstRange(of: text) {
        let shown = String(transcript[seen..<found.upperBound])
        seen = found.upperBound
        return shown
      }
      receive(milliseconds: 50)
    } while Date() < end
    return nil
  }

  private func receive(milliseconds: Int32) {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else { return }
    undecoded += buffer[..<count]
    // A character may be cut by the end of the buffer.
    for cut in 0..<min(4, undecoded.count + 1) {
      if let text = String(validating: undecoded.dropLast(cut), as: UTF8.self) {
        let offset = transcript.utf8.distance(from: transcript.startIndex, to: seen)
        transcript += text
        seen = transcript.utf8.index(transcript.startIndex, offsetBy: offset)
        undecoded = Array(undecoded.suffix(cut))
        return
      }
    }
  }

  /// Takes what comes until nothing came for a while.
  func settle() {
    var count = -1
    while count != transcript.utf8.count {
      count = transcript.utf8.count
      receive(milliseconds: 60)
    }
  }

  /// The exit code, or minus the signal's number; nil when the program does not end in time.
  func exitCode(seconds: Double = 20) -> Int32? {
    let end = Date(timeIntervalSinceNow: seconds)
    repeat {
      receive(milliseconds: 20)
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        process = 0
        receive(milliseconds: 20)
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
      }
    } while Date() < end
    return nil
  }

  /// The terminal's modes as bytes.
  var modes: [UInt32] {
    var modes = termios()
    tcgetattr(slave, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map { UInt32($0) }
  }
}
