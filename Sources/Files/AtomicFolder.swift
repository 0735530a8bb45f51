import Foundation

/// Folders that are written whole or not at all.
package enum AtomicFolder {
  /// A file that lists what peftbook wrote beside it.
  package static let marker = ".peftbook"

  /// Writes a folder: the body fills a temporary sibling, which then takes the name in one step.
  ///
  /// An existing folder is replaced when it is empty, when it holds nothing but what its marker
  /// lists, or when `overwrite` says so. The working directory and the folders it lies in are never
  /// replaced.
  ///
  /// - Parameter inUse: further folders that stay where they are, and with them those they lie in.
  /// - Throws: `FileError`, and whatever the body throws; then nothing has changed.
  package static func write(
    to path: String, overwrite: Bool, keeping inUse: [String] = [],
    _ body: (String) throws -> Void
  ) throws {
    let target = try target(path, overwrite: overwrite, keeping: inUse)
    let (parent, name) = AtomicFile.split(target)
    Leftovers.sweep(parent)
    let temporary = parent + "/" + Leftovers.name(for: name)
    guard mkdir(temporary, 0o777) == 0 else { throw FileError.writing(path, errno) }
    let descriptor = open(temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { Leftovers.hold(descriptor) }
    defer { if descriptor >= 0 { close(descriptor) } }
    do {
      try body(temporary)
      let names = try DiskFolder(temporary).names
      try AtomicFile.write(
        names.map { $0 + "\n" }.joined(), to: temporary + "/" + marker)
      AtomicFile.synchronise(temporary)
      try take(target, from: temporary, shown: path)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
    AtomicFile.synchronise(parent)
  }

  /// The folder to write, links resolved.
  private static func target(
    _ path: String, overwrite: Bool, keeping inUse: [String]
  ) throws(FileError) -> String {
    var target = path
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    let last = AtomicFile.split(target).name
    guard !["", ".", ".."].contains(last) else {
      throw .cannotWrite(path: path, reason: "a folder's name is needed")
    }
    var status = stat()
    guard lstat(target, &status) == 0 else { return target }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard let real = realpath(target, nil) else {
        throw .cannotWrite(path: path, reason: "a link that leads nowhere")
      }
      target = String(cString: real)
      free(real)
    }
    let folder: DiskFolder
    do {
      folder = try DiskFolder(target)
    } catch { throw .cannotWrite(path: path, reason: "a file of that name is in the way") }
    for kept in inUse + ["."] where holds(target, kept) {
      throw .cannotWrite(
        path: path, reason: "it is a folder in use, or holds one; name a new one in it")
    }
    guard overwrite || isOurs(folder) else { throw .inTheWay(path: path) }
    return target
  }

  /// Whether a folder is another, or another lies in it, whatever links lead there.
  private static func holds(_ folder: String, _ inner: String) -> Bool {
    guard let outer = realpath(folder, nil) else { return false }
    defer { free(outer) }
    guard let inside = realpath(inner, nil) else { return false }
    defer { free(inside) }
    return isInside(String(cString: inside), String(cString: outer))
  }

  private static func isOurs(_ folder: DiskFolder) -> Bool {
    let names = folder.names
    if names.isEmpty { return true }
    guard let listed = try? folder.open(marker).text() else { return false }
    let known = Set(listed.split(separator: "\n").map(String.init)).union([marker])
    return names.allSatisfy(known.contains)
  }

  /// Puts the temporary where the target is, and removes what stood there.
  private static func take(
    _ target: String, from temporary: String, shown path: String
  ) throws(FileError) {
    // Works when nothing, or an empty folder, has the name.
    if rename(temporary, target) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw .writing(path, errno) }
    if exchange(temporary, target) {
      try? FileManager.default.removeItem(atPath: temporary)
      return
    }
    // A file system that cannot exchange two names: for a moment there is no folder of that name.
    let (parent, name) = AtomicFile.split(target)
    // Under this name nobody takes it for a leftover: a crash here must not cost the old folder.
    let aside = parent + "/" + Leftovers.name(for: name, suffix: "old")
    guard rename(target, aside) == 0 else { throw .writing(path, errno) }
    guard rename(temporary, target) == 0 else {
      let code = errno
      rename(aside, target)
      throw .writing(path, code)
    }
    try? FileManager.default.removeItem(atPath: aside)
  }

  /// Gives two folders each other's names in one step.
  ///
  /// - Returns: whether it could be done.
  private static func exchange(_ one: String, _ other: String) -> Bool {
    #if canImport(Darwin)
      return renamex_np(one, other, UInt32(RENAME_SWAP)) == 0
    #else
      // The headers show it to GNU programs only.
      typealias Rename =
        @convention(c) (
          Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
        ) -> Int32
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      let (here, exchange) = (Int32(-100), UInt32(2))
      return unsafeBitCast(symbol, to: Rename.self)(here, one, here, other, exchange) == 0
    #endif
  }
}
