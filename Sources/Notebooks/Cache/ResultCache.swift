import Files
import Foundation

/// Results by the keys of all that they depend on, in a folder beside the notebook.
///
/// Entries are written whole or not at all and never changed, so that any number of processes may
/// share the folder. What cannot be written costs a warning and no result.
package final class ResultCache {
  package let folder: String
  /// Told what is damaged or cannot be kept.
  package var onWarning: ((String) -> Void)?
  private let digests: FileDigests
  private var hasWarned = false

  static let results = "results"
  static let runs = "runs"
  static let checkpoints = "checkpoints"
  static let notebooks = "notebooks"

  /// The usual place: `.peftbook` in the folder of a notebook.
  package static func usualFolder(in folder: String) -> String { folder + "/.peftbook" }

  package init(folder: String) {
    self.folder = folder
    digests = FileDigests(remembered: folder + "/files.json")
  }

  package func entry(_ key: String) -> CacheEntry? {
    let path = path(Self.results, key)
    do {
      guard let json = try CheckedFile.read(path) else { return nil }
      if let entry = CacheEntry(json: json), entry.key == key { return entry }
      throw FileError.unreadable(path: path, reason: "it is damaged")
    } catch {
      onWarning?("the cache: \(error); its statement runs again")
      return nil
    }
  }

  /// - Returns: whether it is kept.
  @discardableResult
  package func store(_ entry: CacheEntry) -> Bool {
    write(entry.json, to: path(Self.results, entry.key))
  }

  /// Marks an entry as used, so that pruning by age spares it.
  package func touch(_ key: String) { utimes(path(Self.results, key), nil) }

  /// Where the state of a training run is kept, in a folder that exists.
  package func runFile(_ key: String) -> String { place(Self.runs, key) }

  /// Where a run that goes on is kept.
  package func checkpointFile(_ key: String) -> String { place(Self.checkpoints, key) }

  /// The digest of a file's or folder's bytes; nil where there is none.
  package func digest(of path: String) -> String? { digests.digest(of: path) }

  /// Keeps what is known of files for the next process.
  package func rememberFiles() {
    if digests.isChanged, prepare("") { digests.remember() }
  }

  // MARK: The last run of a notebook

  package func lastRun(of notebook: String) -> LastRun? {
    // Only explanations come from it: a damaged one is as good as none.
    ((try? CheckedFile.read(path(Self.notebooks, name(of: notebook)))) ?? nil).map(LastRun.init)
  }

  package func store(_ run: LastRun, of notebook: String) {
    write(run.json, to: path(Self.notebooks, name(of: notebook)))
  }

  /// Held by the process that will write a notebook; nil where no lock can be made, and the file is
  /// only read again before it is written.
  ///
  /// - Throws: `inUse`, when another process holds it.
  func lock(notebook: String) throws(NotebookError) -> FileLock? {
    guard prepare(Self.notebooks) else { return nil }
    let lock: FileLock?
    do {
      lock = try FileLock(path: path(Self.notebooks, name(of: notebook)) + ".lock")
    } catch { return nil }
    guard let lock else { throw .inUse(path: notebook) }
    return lock
  }

  /// The same for who keeps nothing in the cache, and makes none.
  package func lockIfUsed(notebook: String) throws(NotebookError) -> FileLock? {
    AtomicFile.exists(folder) ? try lock(notebook: notebook) : nil
  }

  private func name(of notebook: String) -> String {
    (notebook as NSString).lastPathComponent
  }

  // MARK: Places

  func path(_ part: String, _ name: String) -> String { "\(folder)/\(part)/\(name)" }

  /// A place for a file of a part that exists; nil where it cannot be made.
  func place(for name: String, in part: String) -> String? {
    prepare(part) ? path(part, name) : nil
  }

  private func place(_ part: String, _ name: String) -> String {
    _ = prepare(part)
    return path(part, name)
  }

  @discardableResult
  private func write(_ json: JSON, to path: String) -> Bool {
    let part = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
    guard prepare(part) else { return false }
    do { try CheckedFile.write(json, to: path) } catch {
      warn("\(error)")
      return false
    }
    return true
  }

  /// Makes the folder and a part of it; version control is to pass it by.
  private func prepare(_ part: String) -> Bool {
    let files = FileManager.default
    let inner = part.isEmpty ? folder : folder + "/" + part
    if files.fileExists(atPath: inner), files.fileExists(atPath: folder + "/.gitignore") {
      return true
    }
    do {
      try files.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try AtomicFile.write("*\n", to: folder + "/.gitignore")
      return true
    } catch {
      warn((error as? FileError)?.description ?? "cannot write '\(inner)'")
      return false
    }
  }

  private func warn(_ reason: String) {
    guard !hasWarned else { return }
    hasWarned = true
    onWarning?("nothing is kept in the cache: \(reason)")
  }
}
