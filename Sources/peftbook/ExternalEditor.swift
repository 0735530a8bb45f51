import Foundation
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The user's own editor, on a text of theirs.
enum ExternalEditor {
  /// - Parameters:
  ///   - set: the user's own setting; else the environment names an editor.
  ///   - name: of the file the editor shows.
  /// - Returns: the text as it was left.
  /// - Throws: when the editor cannot be started, or says that it failed.
  static func edit(
    _ text: String, name: String, set: String?, environment: [String: String]
  ) throws(Diagnostic) -> String {
    let named = [set, environment["VISUAL"], environment["EDITOR"]]
    let command = named.compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
    var place = Array((NSTemporaryDirectory() + "/peftbook-XXXXXX").utf8CString)
    guard mkdtemp(&place) != nil else { throw failure("no folder for '\(name)' can be made") }
    let folder = String(decoding: place.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + name
    do { try Data((text + "\n").utf8).write(to: URL(filePath: path)) } catch {
      throw failure("'\(path)' cannot be written")
    }
    switch Echo.shown({ run(command, path, environment) }) {
    case 0: break
    case 126, 127:
      throw failure(
        "the editor '\(command)' cannot be started",
        note: "($VISUAL, $EDITOR or set editor= names one)")
    case let code: throw failure("the editor '\(command)' failed with \(code); nothing was changed")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw failure("the editor '\(command)' took its file away; nothing was changed")
    }
    guard let edited = String(validating: data, as: UTF8.self) else {
      throw failure("the editor '\(command)' left what is not UTF-8; nothing was changed")
    }
    return edited
  }

  private static func failure(_ message: String, note: String? = nil) -> Diagnostic {
    Diagnostic(code: "editor", exit: 70, message: message, note: note)
  }

  /// Runs the editor on this terminal. It stays in the process's own group: another one would stand
  /// in the background and could not read a key.
  ///
  /// - Returns: its exit code; 128 and the number of a signal that ended it.
  private static func run(
    _ command: String, _ path: String, _ environment: [String: String]
  ) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGXFSZ)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    // The variable may hold options; the path is one word whatever it holds.
    let words = ["sh", "-c", command + " \"$1\"", "sh", path]
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in arguments + variables { free(word) } }
    // One that was killed leaves the terminal as it had it.
    var modes = termios()
    let isTerminal = tcgetattr(STDIN_FILENO, &modes) == 0
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) } }
    var process = pid_t()
    guard posix_spawn(&process, "/bin/sh", nil, &attributes, arguments, variables) == 0 else {
      return 127
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
