import Foundation

/// A file without a name: it is gone when its owner is, however the process ends.
package final class ScratchFile {
  private let descriptor: Int32
  private let folder: String

  /// The folder for what is too large for memory: `TMPDIR`, else `/var/tmp`, since `/tmp` may be
  /// memory itself.
  package static var usualFolder: String {
    let named = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    return named.isEmpty ? "/var/tmp" : named
  }

  package init(in folder: String = ScratchFile.usualFolder) throws(FileError) {
    var path = Array((folder + "/peftbook-XXXXXX").utf8CString)
    let opened = mkstemp(&path)
    guard opened >= 0 else { throw .writing(folder, errno) }
    unlink(path)
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
    (descriptor, self.folder) = (opened, folder)
  }

  deinit { close(descriptor) }

  /// - Throws: `cannotWrite`, when the disk is full too.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    try all(bytes.count) { pwrite(descriptor, bytes.baseAddress! + $0, $1, off_t(offset + $0)) }
  }

  /// - Throws: when so many bytes were never written there.
  package func read(
    _ bytes: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError) {
    try all(bytes.count) { pread(descriptor, bytes.baseAddress! + $0, $1, off_t(offset + $0)) }
  }

  /// Repeats a transfer until all bytes are through.
  private func all(_ count: Int, _ transfer: (_ done: Int, _ rest: Int) -> Int) throws(FileError) {
    var done = 0
    while done < count {
      let more = transfer(done, count - done)
      if more > 0 {
        done += more
      } else if more == 0 {
        throw .cannotWrite(path: folder, reason: "a temporary file ends early")
      } else if errno != EINTR {
        throw .writing(folder, errno)
      }
    }
  }
}
