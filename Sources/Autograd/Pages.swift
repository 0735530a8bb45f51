import Foundation

/// Memory from the system, aligned to 64 bytes.
///
/// Large buffers are mappings of their own: what is given back leaves the process at once, where a
/// heap would keep it between others. They ask for huge pages, since products read them in strides.
enum Pages {
  private static let largeBytes = 1 << 20
  private static let hugeBytes = 1 << 22

  /// Uninitialised; nil when the system has none left.
  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    guard bytes >= largeBytes else {
      var pointer: UnsafeMutableRawPointer?
      return posix_memalign(&pointer, 64, bytes) == 0 ? pointer : nil
    }
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let pointer = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0),
      pointer != MAP_FAILED
    else { return nil }
    #if os(Linux)
      if bytes >= hugeBytes { madvise(pointer, bytes, MADV_HUGEPAGE) }
    #endif
    return pointer
  }

  /// - Parameter bytes: as they were asked for.
  static func release(_ pointer: UnsafeMutableRawPointer, _ bytes: Int) {
    if bytes >= largeBytes { munmap(pointer, bytes) } else { free(pointer) }
  }
}
