import Foundation

/// Bytes of a file or of something embedded in the executable; keeps its owner alive.
///
/// A small file is copied, so that it may change while it is read; a large one is mapped.
package struct FileBytes: @unchecked Sendable {
  /// The path, or another name to show in errors.
  package let label: String
  package private(set) var bytes: UnsafeRawBufferPointer
  private let owner: AnyObject?

  package var count: Int { bytes.count }

  /// A regular file, read only.
  package init(mapping path: String) throws(FileError) {
    // Without O_NONBLOCK the open of a pipe that nobody writes would never return.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .reading(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .reading(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .unreadable(path: path, reason: "is a folder")
    default: throw .unreadable(path: path, reason: "not a regular file")
    }
    let size = Int(status.st_size)
    label = path
    if size <= Self.copied {
      let memory = HeapMemory(try Self.read(descriptor, path))
      (bytes, owner) = (memory.bytes, memory)
    } else {
      guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
        start != MAP_FAILED
      else { throw .reading(path, errno) }
      let memory = MappedMemory(UnsafeRawBufferPointer(start: start, count: size))
      (bytes, owner) = (memory.bytes, memory)
    }
  }

  /// Memory that lives as long as the process.
  package init(label: String, staticMemory: UnsafeRawBufferPointer) {
    (self.label, bytes, owner) = (label, staticMemory, nil)
  }

  package init(label: String, bytes: [UInt8]) {
    let memory = HeapMemory(bytes)
    (self.label, self.bytes, owner) = (label, memory.bytes, memory)
  }

  /// A part of the same memory.
  package subscript(range: Range<Int>) -> FileBytes {
    var part = self
    part.bytes = UnsafeRawBufferPointer(rebasing: bytes[range])
    return part
  }

  /// All of it as text.
  ///
  /// - Throws: `notUTF8` with the place of the first byte that is not UTF-8.
  package func text() throws(FileError) -> String {
    try withExtendedLifetime(owner) { () throws(FileError) in
      if let text = String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) {
        return text
      }
      let valid = UTF8Check.validPrefix(bytes)
      let place = place(of: valid)
      throw .notUTF8(path: label, row: place.row, column: place.column)
    }
  }

  /// Where the content starts: behind a byte-order mark.
  package var contentStart: Int { bytes.contentStart }

  /// The line and the column, in code points, of a byte; both from 1. A byte-order mark has no
  /// column.
  package func place(of offset: Int) -> (row: Int, column: Int) { bytes.place(of: offset) }

  /// Files up to this size are copied.
  private static let copied = 1 << 20

  private static func read(_ descriptor: Int32, _ path: String) throws(FileError) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let n = Foundation.read(descriptor, &chunk, chunk.count)
      if n == 0 { return result }
      if n < 0 {
        if errno == EINTR { continue }
        throw .reading(path, errno)
      }
      result += chunk[..<n]
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var contentStart: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// As `FileBytes.place(of:)`.
  func place(of offset: Int) -> (row: Int, column: Int) {
    let lineStart = self[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? contentStart
    let row = 1 + self[..<offset].count { $0 == 0x0A }
    guard lineStart < offset else { return (row, 1) }
    return (row, 1 + self[lineStart..<offset].count { $0 & 0xC0 != 0x80 })
  }
}

/// A copy of bytes that does not move.
private final class HeapMemory {
  let bytes: UnsafeRawBufferPointer

  init(_ source: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 16)
    memory.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(memory)
  }

  deinit { bytes.deallocate() }
}

/// A mapped file.
private final class MappedMemory {
  let bytes: UnsafeRawBufferPointer
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }
  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}

/// Where text stops being UTF-8.
package enum UTF8Check {
  /// The length of the longest prefix that is valid UTF-8 (Unicode 15, table 3-7).
  package static func validPrefix(_ bytes: UnsafeRawBufferPointer) -> Int {
    var i = 0
    while i < bytes.count {
      let length = scalarLength(bytes, at: i)
      if length == 0 { return i }
      i += length
    }
    return i
  }

  private static func scalarLength(_ bytes: UnsafeRawBufferPointer, at i: Int) -> Int {
    let lead = bytes[i]
    let second: ClosedRange<UInt8>
    let length: Int
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard i + length <= bytes.count, second.contains(bytes[i + 1]) else { return 0 }
    for k in 2..<max(length, 2) where bytes[i + k] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
