import Foundation

/// A file that grows by whole lines: a log, or a record of statements.
///
/// A line goes out at once, so that the file can be followed while it grows, and what was written
/// stands when a run ends early.
package final class LineFile {
  private let path: String
  private let handle: FileHandle

  /// Opens the file anew, in place: a device or a pipe stays what it is.
  package init(_ path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    (self.path, handle) = (path, FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }

  package func append(_ line: String) throws(FileError) {
    do {
      try handle.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
  }
}
