import Crypto

/// SHA-256 of bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
  var stream = SHA256Stream()
  stream.update(bytes)
  return stream.finish()
}

/// SHA-256 of bytes of any number.
///
/// - Returns: nil when nobody waits for it any more.
package func patientSHA256(_ bytes: UnsafeRawBufferPointer) -> String? {
  var stream = SHA256Stream()
  let isWhole = stream.update(bytes) { done in
    Patience.tell(bytes: done, of: bytes.count, atTurn: 0)
    return Patience.isOver
  }
  return isWhole ? stream.finish() : nil
}

/// SHA-256 of a text's UTF-8.
package func sha256(_ text: String) -> String {
  var stream = SHA256Stream()
  stream.update(text)
  return stream.finish()
}

/// SHA-256 of bytes that come in pieces.
package struct SHA256Stream {
  private var hash = SHA256()

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// The same in pieces of a few milliseconds.
  ///
  /// - Parameter isGivenUp: asked before each, with the number of bytes that are through.
  /// - Returns: false when it was given up.
  package mutating func update(
    _ bytes: UnsafeRawBufferPointer, isGivenUp: (_ done: Int) -> Bool
  ) -> Bool {
    let piece = 1 << 24
    for start in stride(from: 0, to: bytes.count, by: piece) {
      if isGivenUp(start) { return false }
      update(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + piece, bytes.count)]))
    }
    return true
  }

  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  package func finish() -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
