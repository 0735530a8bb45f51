import Files
import Foundation

/// What a sitting at the prompt has done, on disk before the next prompt: a sitting that is killed
/// can be gone on with.
package final class Journal {
  private let path: String
  private let file: LineFile
  /// Held while the sitting lasts: what nobody holds was left behind.
  private let lock: FileLock

  private static let folder = "journals"
  private static let aside = ".aside"

  /// - Returns: nil where nothing can be written.
  package init?(in cache: ResultCache) {
    let name = "\(Int(Date().timeIntervalSince1970 * 1000))-\(getpid())"
    guard let path = cache.place(for: name, in: Self.folder),
      let lock = (try? FileLock(path: path + ".lock")) ?? nil, let file = try? LineFile(path)
    else { return nil }
    (self.path, self.lock, self.file) = (path, lock, file)
  }

  /// - Parameters:
  ///   - cell: what was typed: statements that succeeded, or comments.
  ///   - number: of the cell whose place it took in an editor.
  /// - Returns: why it cannot be kept; nil when it is on disk.
  package func add(
    _ cell: String, output: CellOutput = CellOutput(), inPlaceOf number: Int? = nil
  ) -> String? {
    var entry: JSONObject = ["cell": .string(cell), "output": output.json]
    if let number { entry["in_place_of"] = .integer(number) }
    do { try file.append(JSON.object(entry).serialized()) } catch { return error.description }
    file.synchronise()
    return nil
  }

  /// A sitting that ended as it should leaves nothing behind.
  package func end() {
    AtomicFile.remove(path)
    AtomicFile.remove(path + ".lock")
  }

  /// A sitting that ended without being saved can be gone on with; nobody is told of it again, and
  /// only the latest is kept.
  ///
  /// - Returns: whether it is kept.
  package func setAside() -> Bool {
    guard rename(path, path + Self.aside) == 0 else { return false }
    AtomicFile.remove(path + ".lock")
    let folder = (path as NSString).deletingLastPathComponent
    for name in Self.names(in: folder) where name.hasSuffix(Self.aside) {
      let other = folder + "/" + name
      if other != path + Self.aside { AtomicFile.remove(other) }
    }
    return true
  }

  /// What a sitting left behind.
  package struct Left {
    /// What was typed, in order, and in place of which cell.
    package let cells: [(text: String, inPlaceOf: Int?)]
    fileprivate let path: String

    package func forget() {
      AtomicFile.remove(path)
      AtomicFile.remove(path + ".lock")
    }
  }

  private static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasSuffix(".lock") }.sorted()
  }

  /// The latest sitting that was cut off, if it came to anything.
  ///
  /// - Parameter includesUnsaved: also one that ended and was set aside.
  package static func left(in cache: ResultCache, includesUnsaved: Bool) -> Left? {
    let folder = cache.folder + "/" + Self.folder
    for name in names(in: folder).reversed() where includesUnsaved || !name.hasSuffix(aside) {
      let path = folder + "/" + name
      guard let lock = (try? FileLock(path: path + ".lock")) ?? nil else { continue }
      let cells = withExtendedLifetime(lock) { read(path) }
      if !cells.isEmpty { return Left(cells: cells, path: path) }
    }
    return nil
  }

  /// The last line may be cut off.
  private static func read(_ path: String) -> [(text: String, inPlaceOf: Int?)] {
    guard let text = try? FileBytes(mapping: path).text() else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard let entry = try? JSON.parse(String(line), file: path), let cell = entry["cell"]?.string
      else { return nil }
      return (cell, entry["in_place_of"]?.int)
    }
  }
}
