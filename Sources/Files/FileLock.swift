import Foundation

/// An exclusive lock on a file, held until the object goes; the system frees it when a process
/// dies.
package final class FileLock {
  private let descriptor: Int32

  /// - Returns: nil when another process or object holds the lock.
  package init?(path: String) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      if code == EWOULDBLOCK { return nil }
      throw .writing(path, code)
    }
  }

  /// Gives it back before the object goes.
  package func release() { flock(descriptor, LOCK_UN) }

  deinit { close(descriptor) }
}
