import Files
import Foundation

/// Digests of files, remembered by size, inode and times, so that an unchanged file is not read
/// again.
final class FileDigests {
  private struct Known: Equatable {
    let size: Int
    let inode: Int
    /// Nanoseconds since 1970; of the content and of the inode.
    let modified: Int
    let changed: Int
    var digest = ""

    init(_ status: stat) {
      (size, inode) = (Int(status.st_size), Int(status.st_ino))
      (modified, changed) = (status.modified, status.changed)
    }

    init?(json: JSON) {
      guard let numbers = json.array?.compactMap(\.int), numbers.count == 4,
        let digest = json[4]?.string
      else { return nil }
      (size, inode, modified, changed) = (numbers[0], numbers[1], numbers[2], numbers[3])
      self.digest = digest
    }

    var json: JSON {
      .array([size, inode, modified, changed].map { .integer($0) } + [.string(digest)])
    }

    func isSameFile(as other: Known) -> Bool {
      (size, inode, modified, changed) == (other.size, other.inode, other.modified, other.changed)
    }
  }

  private let path: String
  private var known: [String: Known] = [:]
  private var isRead = false
  private(set) var isChanged = false

  init(remembered path: String) { self.path = path }

  /// Of a file's bytes; of a folder the names and bytes of all that is in it and not hidden.
  func digest(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return file(path, status)
    case S_IFDIR: return folder(path)
    default: return nil
    }
  }

  private func folder(_ path: String) -> String? {
    guard let folder = try? DiskFolder(path) else { return nil }
    var parts: [String] = ["folder"]
    for name in folder.names where !name.hasPrefix(".") {
      parts += [name, digest(of: path + "/" + name) ?? "unreadable"]
    }
    return Notebooks.digest(of: parts)
  }

  private func file(_ path: String, _ status: stat) -> String? {
    read()
    var found = Known(status)
    if let old = known[path], old.isSameFile(as: found) { return old.digest }
    guard let bytes = try? FileBytes(mapping: path) else { return nil }
    guard let digest = withExtendedLifetime(bytes, { patientSHA256(bytes.bytes) }) else {
      return nil
    }
    found.digest = digest
    // A file that was just written may be written again within one tick of the clock.
    if Int(Date().timeIntervalSince1970 * 1e9) - max(found.modified, found.changed) > 1_000_000_000
    {
      known[path] = found
      isChanged = true
    }
    return found.digest
  }

  private func read() {
    guard !isRead else { return }
    isRead = true
    for (path, json) in ((try? CheckedFile.read(path)) ?? nil)?.object?.pairs ?? [] {
      known[path] = Known(json: json)
    }
  }

  /// Writes what is known; another process that does the same at this moment is left to it.
  func remember() {
    guard isChanged, let lock = try? FileLock(path: path + ".lock") else { return }
    defer { withExtendedLifetime(lock) {} }
    for (path, json) in ((try? CheckedFile.read(path)) ?? nil)?.object?.pairs ?? []
    where known[path] == nil {
      known[path] = Known(json: json)
    }
    let pairs = known.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let json = JSON.object(JSONObject(pairs.map { ($0.key, $0.value.json) }))
    if (try? CheckedFile.write(json, to: path)) != nil { isChanged = false }
  }
}

extension stat {
  /// When the content changed, in nanoseconds since 1970.
  var modified: Int { nanoseconds(times.0) }
  /// When the content or what is said of it changed.
  var changed: Int { nanoseconds(times.1) }

  private var times: (timespec, timespec) {
    #if canImport(Darwin)
      (st_mtimespec, st_ctimespec)
    #else
      (st_mtim, st_ctim)
    #endif
  }

  private func nanoseconds(_ time: timespec) -> Int {
    Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
