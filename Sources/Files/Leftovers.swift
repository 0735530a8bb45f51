import Foundation
import Synchronization

/// What writers that were killed left behind: temporaries of files and folders.
///
/// A writer holds a lock on its temporary, which the system frees when it dies, however it dies.
/// Taken away is only what has a name of ours to the letter, belongs to the same user, has not
/// changed for an hour and is locked by nobody.
enum Leftovers {
  private static let lifetime = 3600
  private static let swept = Mutex<Set<String>>([])

  /// A name that no other process or call uses, short enough for any file system.
  static func name(for name: String, suffix: String = "tmp") -> String {
    let stem = String(decoding: name.utf8.prefix(100), as: UTF8.self)
    let number = UInt64.random(in: 0 ... .max)
    return ".\(stem).\(getpid())-\(String(number, radix: 36)).\(suffix)"
  }

  /// Marks a temporary as one whose writer lives, as long as the descriptor is open. A file system
  /// without locks has none, and nothing is taken away there.
  static func hold(_ descriptor: Int32) { flock(descriptor, LOCK_EX | LOCK_NB) }

  /// Takes away what lies in a folder; once a process.
  static func sweep(_ folder: String) {
    guard swept.withLock({ $0.insert(folder).inserted }),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return }
    for name in names where isOurs(name) { remove(folder + "/" + name) }
  }

  private static func isOurs(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].isEmpty, parts[parts.count - 1] == "tmp" else { return false }
    let mark = parts[parts.count - 2].split(separator: "-", omittingEmptySubsequences: false)
    guard mark.count == 2, !mark[0].isEmpty, (1...13).contains(mark[1].utf8.count) else {
      return false
    }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return mark[0].utf8.allSatisfy(digits.contains)
      && mark[1].utf8.allSatisfy { digits.contains($0) || letters.contains($0) }
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_uid == geteuid() else { return }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR, isOld(status) else { return }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    if kind == S_IFREG { unlink(path) } else { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func isOld(_ status: stat) -> Bool {
    #if canImport(Darwin)
      let changed = status.st_mtimespec.tv_sec
    #else
      let changed = status.st_mtim.tv_sec
    #endif
    return time(nil) - changed > lifetime
  }
}

/// A message with files under the names that they were to have: those of temporaries differ from
/// run to run.
package func withoutTemporaryNames(_ message: String) -> String {
  message.replacing(/\.([^\/]{1,100})\.\d+-[0-9a-z]{1,13}\.tmp/) { String($0.output.1) }
}
