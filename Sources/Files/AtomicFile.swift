import Foundation

/// Files that are written whole or not at all.
///
/// The bytes go to a temporary in the same folder, are forced to the disk, and take the file's name
/// in one step. A process that dies in between leaves the old file.
package enum AtomicFile {
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(to: path) { (file) throws(FileError) in try file.write(text) }
  }

  package static func write(bytes: [UInt8], to path: String) throws(FileError) {
    try write(to: path) { (file) throws(FileError) in try file.write(bytes) }
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether something stands in a file that `write` would replace; a device or a pipe holds
  /// nothing.
  package static func holdsText(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }

  /// To be asked before work whose result goes to a file: whether it could be written now.
  ///
  /// - Throws: `cannotWrite`, as `write` would.
  package static func check(_ path: String) throws(FileError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .cannotWrite(path: path, reason: "is a folder") }
    let isDevice = exists && kind != S_IFREG
    let place = isDevice ? path : split(try resolved(path)).folder
    guard access(place, W_OK) == 0 else { throw .writing(path, errno) }
  }

  /// Takes a file away, if it is there.
  package static func remove(_ path: String) { unlink(path) }

  /// - Returns: whether it was there.
  /// - Throws: `cannotWrite` when it is there and cannot be taken away.
  package static func delete(_ path: String) throws(FileError) -> Bool {
    if unlink(path) == 0 { return true }
    guard errno == ENOENT else { throw .writing(path, errno) }
    return false
  }

  /// - Parameter body: writes through the handle; when it throws, the old file stays.
  package static func write(
    to path: String, _ body: (inout AtomicFileHandle) throws(FileError) -> Void
  ) throws(FileError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .cannotWrite(path: path, reason: "is a folder") }
    // A device or a pipe has no old content to keep, and must not be replaced by a file.
    if exists, kind != S_IFREG { return try writeThrough(path, body) }

    let target = try resolved(path)
    let (folder, name) = split(target)
    Leftovers.sweep(folder)
    let temporary = folder + "/" + Leftovers.name(for: name)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    Leftovers.hold(descriptor)
    var handle = AtomicFileHandle(descriptor, path)
    do throws(FileError) {
      if exists { fchmod(descriptor, status.st_mode & 0o777) }
      try body(&handle)
      guard fsync(descriptor) == 0 else { throw FileError.writing(path, errno) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw .writing(path, code)
    }
    synchronise(folder)
  }

  private static func writeThrough(
    _ path: String, _ body: (inout AtomicFileHandle) throws(FileError) -> Void
  ) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    defer { close(descriptor) }
    var handle = AtomicFileHandle(descriptor, path)
    try body(&handle)
  }

  /// The path behind symbolic links, whose last one may lead nowhere yet.
  private static func resolved(_ path: String) throws(FileError) -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink(path, &buffer, buffer.count)
      guard length >= 0 else { return path }
      let bytes = buffer[..<length].map { UInt8(bitPattern: $0) }
      let next = String(decoding: bytes, as: UTF8.self)
      path = next.hasPrefix("/") ? next : split(path).folder + "/" + next
    }
    throw .writing(path, ELOOP)
  }

  /// A path's folder and last name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
  }

  /// Makes a rename last. Some file systems refuse to synchronise a folder: nothing is lost by
  /// that.
  static func synchronise(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// Where the body of `AtomicFile.write` puts its bytes.
package struct AtomicFileHandle {
  private let descriptor: Int32
  private let path: String
  /// Number of bytes written so far.
  package private(set) var count = 0

  init(_ descriptor: Int32, _ path: String) { (self.descriptor, self.path) = (descriptor, path) }

  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let written = Foundation.write(descriptor, piece.baseAddress!, piece.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw .writing(path, errno)
      }
      rest = rest.dropFirst(written)
      count += written
    }
  }

  package mutating func write(_ bytes: [UInt8]) throws(FileError) {
    let copy = FileBytes(label: path, bytes: bytes)
    try write(copy.bytes)
    withExtendedLifetime(copy) {}
  }

  package mutating func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }
}
