import Foundation

/// A file that grows by whole lines: a log, or a record of statements.
///
/// A line goes out at once, so that the file can be followed while it grows, and what was written
/// stands when a run ends early.
package final class LineFile {
  private let path: String
  private let descriptor: Int32

  /// Opens the file anew, in place: a device or a pipe stays what it is.
  package init(_ path: String) throws(FileError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    self.path = path
  }

  deinit { close(descriptor) }

  /// - Throws: when the line cannot be written; a part of it then does not stay.
  package func append(_ line: String) throws(FileError) {
    let before = lseek(descriptor, 0, SEEK_CUR)
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        let code = errno
        if code == EINTR { continue }
        if before >= 0, ftruncate(descriptor, before) == 0 { lseek(descriptor, before, SEEK_SET) }
        throw .writing(path, code)
      }
      rest = rest.dropFirst(written)
    }
  }

  /// Makes what was written outlast the power.
  package func synchronise() { fsync(descriptor) }
}
