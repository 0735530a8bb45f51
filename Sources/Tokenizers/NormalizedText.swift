/// Text on its way through the pipeline: UTF-8, and for each byte the code point of the original
/// text that it comes from.
///
/// Owns its memory, so that one pair of buffers serves all texts.
struct NormalizedText: ~Copyable {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var source: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  private(set) var capacity: Int

  init() {
    capacity = 1024
    bytes = .allocate(capacity: capacity)
    source = .allocate(capacity: capacity)
  }

  deinit {
    bytes.deallocate()
    source.deallocate()
  }

  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

  mutating func removeAll() { count = 0 }

  /// Each code point with its source.
  @inline(__always)
  func forEachScalar(_ body: (UInt32, Int32) -> Void) {
    var i = 0
    while i < count {
      let (c, length) = decodeScalar(bytes, at: i)
      body(c, source[i])
      i += length
    }
  }

  /// Makes room for so many bytes more.
  mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let newBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    let newSource = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    newBytes.update(from: bytes, count: count)
    newSource.update(from: source, count: count)
    bytes.deallocate()
    source.deallocate()
    (bytes, source) = (newBytes, newSource)
  }

  /// One byte; room must have been reserved.
  @inline(__always)
  mutating func appendReserved(_ byte: UInt8, from origin: Int32) {
    bytes[count] = byte
    source[count] = origin
    count += 1
  }

  /// One code point in UTF-8.
  mutating func append(_ c: UInt32, from origin: Int32) {
    reserve(4)
    switch c {
    case ..<0x80:
      appendReserved(UInt8(c), from: origin)
    case ..<0x800:
      appendReserved(UInt8(0xC0 | c >> 6), from: origin)
      appendReserved(UInt8(0x80 | c & 0x3F), from: origin)
    case ..<0x10000:
      appendReserved(UInt8(0xE0 | c >> 12), from: origin)
      appendReserved(UInt8(0x80 | c >> 6 & 0x3F), from: origin)
      appendReserved(UInt8(0x80 | c & 0x3F), from: origin)
    default:
      appendReserved(UInt8(0xF0 | c >> 18), from: origin)
      appendReserved(UInt8(0x80 | c >> 12 & 0x3F), from: origin)
      appendReserved(UInt8(0x80 | c >> 6 & 0x3F), from: origin)
      appendReserved(UInt8(0x80 | c & 0x3F), from: origin)
    }
  }

  /// UTF-8 that has one source.
  mutating func append(_ text: [UInt8], from origin: Int32) {
    reserve(text.count)
    for byte in text { appendReserved(byte, from: origin) }
  }

  /// A part of another text with its sources.
  mutating func append(_ other: borrowing NormalizedText, _ range: Range<Int>) {
    reserve(range.count)
    (bytes + count).update(from: other.bytes + range.lowerBound, count: range.count)
    (source + count).update(from: other.source + range.lowerBound, count: range.count)
    count += range.count
  }

  /// Original UTF-8 whose first code point has the number `first`.
  ///
  /// - Returns: the number of the code point after it.
  mutating func append(original: UnsafeBufferPointer<UInt8>, first: Int32) -> Int32 {
    reserve(original.count)
    var origin = first - 1
    for byte in original {
      if byte & 0xC0 != 0x80 { origin += 1 }
      appendReserved(byte, from: origin)
    }
    return origin + 1
  }
}

/// The code point at a position of valid UTF-8, and its length.
@inline(__always)
func decodeScalar(_ bytes: UnsafePointer<UInt8>, at i: Int) -> (c: UInt32, length: Int) {
  let lead = UInt32(bytes[i])
  if lead < 0x80 { return (lead, 1) }
  let second = UInt32(bytes[i + 1] & 0x3F)
  if lead < 0xE0 { return ((lead & 0x1F) << 6 | second, 2) }
  let third = UInt32(bytes[i + 2] & 0x3F)
  if lead < 0xF0 { return ((lead & 0x0F) << 12 | second << 6 | third, 3) }
  let fourth = UInt32(bytes[i + 3] & 0x3F)
  return ((lead & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
}
