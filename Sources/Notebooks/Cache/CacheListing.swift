import Files
import Foundation

/// What a cache holds, and getting rid of it.
extension ResultCache {
  package struct Item: Sendable {
    /// The statement, or what else the file is.
    package let what: String
    package let bytes: Int
    /// When it was last made or used.
    package let used: Date
    fileprivate let path: String
  }

  /// Everything that is kept, what was used last first.
  package func items() -> [Item] {
    let results = files(in: Self.results).map { name, bytes, used in
      let path = path(Self.results, name)
      let json = (try? CheckedFile.read(path)) ?? nil
      let statement = json?["statement"]?.string ?? "a damaged entry"
      return Item(what: statement, bytes: bytes, used: used, path: path)
    }
    let others = [(Self.runs, "the state of a training run"), (Self.checkpoints, "a checkpoint")]
      .flatMap { part, what in
        files(in: part).map { name, bytes, used in
          Item(what: what, bytes: bytes, used: used, path: path(part, name))
        }
      }
    return (results + others).sorted { $0.used > $1.used }
  }

  /// Takes away what was not used for so many seconds, then the oldest until no more than so many
  /// bytes are left.
  ///
  /// - Throws: at the first file that cannot be taken away.
  /// - Returns: how many files went, and their bytes.
  package func prune(
    olderThan seconds: Double?, largest: Int?
  ) throws(FileError) -> (count: Int, bytes: Int) {
    let all = items()
    var total = all.reduce(0) { $0 + $1.bytes }
    let limit = seconds.map { Date().addingTimeInterval(-$0) }
    var (count, bytes) = (0, 0)
    for item in all.reversed() {
      let isOld = limit.map { item.used < $0 } ?? false
      guard isOld || total > largest ?? .max else { break }
      // Another process may have been quicker.
      if try AtomicFile.delete(item.path) {
        count += 1
        bytes += item.bytes
      }
      total -= item.bytes
    }
    return (count, bytes)
  }

  private func files(in part: String) -> [(name: String, bytes: Int, used: Date)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + part)) ?? []
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }.compactMap { name in
      var status = stat()
      guard stat(path(part, name), &status) == 0 else { return nil }
      let used = Date(timeIntervalSince1970: Double(status.modified) / 1e9)
      return (name, Int(status.st_size), used)
    }
  }
}
