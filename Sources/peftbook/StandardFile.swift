#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The descriptors that a program is started with.
enum StandardFile: Int32, CaseIterable {
  case input, output, error

  /// Opens those that were closed at the start, so that reading and writing fails: a file opened
  /// next would get the number, and what is shown would be written into it.
  static func openAll() {
    for file in allCases where fcntl(file.rawValue, F_GETFD) == -1 && errno == EBADF {
      // The lowest free number is this one.
      _ = open("/dev/null", file == .input ? O_WRONLY : O_RDONLY)
    }
  }

  /// - Returns: the next bytes, none at the end; nil where they could not be read: `errno` says
  ///   why.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    #if canImport(Glibc)
      let count = Glibc.read(rawValue, &buffer, buffer.count)
    #else
      let count = Darwin.read(rawValue, &buffer, buffer.count)
    #endif
    return count < 0 ? nil : Array(buffer[..<count])
  }

  /// - Returns: why not all of it could be written; nil where it was.
  func write(_ bytes: [UInt8]) -> Int32? { Self.write(bytes, to: rawValue) }

  /// The same of any descriptor. By the system call: the library's own writing gives up at a
  /// signal, such as a resize.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let written = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        // Somebody made the terminal or pipe give up at once: wait until it takes more.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, 1000)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
