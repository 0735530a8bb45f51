extension JSON {
  /// Parses a file that is one JSON value.
  ///
  /// Strict RFC 8259: names may not repeat, numbers must be finite, surrogates must be paired.
  ///
  /// - Throws: `FileError.json` with line and column in code points.
  package static func parse(
    _ bytes: FileBytes, maxDepth: Int = 64
  ) throws(FileError) -> JSON {
    defer { withExtendedLifetime(bytes) {} }
    return try parse(bytes: bytes.bytes, file: bytes.label, firstLine: 1, maxDepth: maxDepth)
  }

  package static func parse(_ text: String, file: String) throws(FileError) -> JSON {
    try parse(FileBytes(label: file, bytes: Array(text.utf8)))
  }

  /// - Parameter firstLine: the line of the file in which the bytes start.
  package static func parse(
    bytes: UnsafeRawBufferPointer, file: String, firstLine: Int, maxDepth: Int = 64
  ) throws(FileError) -> JSON {
    var parser = JSONParser(bytes: bytes, maxDepth: maxDepth)
    do {
      return try parser.document()
    } catch {
      let place = bytes.place(of: error.offset)
      throw .json(
        file: file, line: firstLine - 1 + place.row, column: place.column, message: error.message)
    }
  }
}

/// A recursive-descent parser over UTF-8 bytes.
private struct JSONParser {
  struct Failure: Error {
    let offset: Int
    let message: String
  }

  let bytes: UnsafeRawBufferPointer
  let maxDepth: Int
  var i = 0
  var depth = 0

  init(bytes: UnsafeRawBufferPointer, maxDepth: Int) {
    (self.bytes, self.maxDepth) = (bytes, maxDepth)
  }

  mutating func document() throws(Failure) -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw failure("a byte-order mark is not JSON") }
    skipSpace()
    let result = try value()
    skipSpace()
    guard i == bytes.count else { throw failure("unexpected \(found) after the value") }
    return result
  }

  // MARK: Places

  func failure(_ message: String, at offset: Int? = nil) -> Failure {
    Failure(offset: offset ?? i, message: message)
  }

  /// What stands at the place, for messages.
  var found: String {
    guard i < bytes.count else { return "end of text" }
    let byte = bytes[i]
    if byte >= 0x21, byte <= 0x7E { return "'\(Character(UnicodeScalar(byte)))'" }
    return byte < 0x80 ? "character \(byte)" : "text"
  }

  // MARK: Values

  mutating func skipSpace() {
    while i < bytes.count {
      switch bytes[i] {
      case 0x20, 0x0A, 0x0D, 0x09: i += 1
      default: return
      }
    }
  }

  mutating func value() throws(Failure) -> JSON {
    guard i < bytes.count else { throw failure("a value is missing") }
    switch bytes[i] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw failure("unexpected \(found) in place of a value")
    }
  }

  mutating func literal(_ word: StaticString, _ result: JSON) throws(Failure) -> JSON {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { bytes[i...].prefix(length).elementsEqual($0) }
    guard matches else { throw failure("unexpected \(found) in place of a value") }
    i += length
    return result
  }

  mutating func enter() throws(Failure) {
    depth += 1
    guard depth <= maxDepth else { throw failure("nested more than \(maxDepth) deep") }
    i += 1
    skipSpace()
  }

  mutating func array() throws(Failure) -> JSON {
    try enter()
    defer { depth -= 1 }
    var items: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      try keepPatience(atTurn: items.count)
      items.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw failure("expected ',' or ']', found \(found)") }
      skipSpace()
    }
  }

  mutating func object() throws(Failure) -> JSON {
    try enter()
    defer { depth -= 1 }
    if take(UInt8(ascii: "}")) { return .object([:]) }
    var members: [(String, JSON)] = []
    var starts: [Int] = []
    repeat {
      try keepPatience(atTurn: members.count + 1)
      skipSpace()
      starts.append(i)
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else {
        throw failure("expected a name in quotes, found \(found)")
      }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("expected ':', found \(found)") }
      skipSpace()
      members.append((key, try value()))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("expected ',' or '}', found \(found)") }
    switch JSONObject.checked(members) {
    case .success(let object): return .object(object)
    case .failure(let repeated):
      let (name, start) = (members[repeated.place].0, starts[repeated.place])
      throw failure("the name '\(name)' stands twice in one object", at: start)
    }
  }

  /// Says how far it is, and gives up where nobody waits any more.
  private func keepPatience(atTurn turn: Int) throws(Failure) {
    if Patience.isOver(atTurn: turn) { throw failure("reading was given up") }
    Patience.tell(bytes: i, of: bytes.count, atTurn: turn)
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard i < bytes.count, bytes[i] == byte else { return false }
    i += 1
    return true
  }
}

// MARK: Strings and numbers

extension JSONParser {
  mutating func string() throws(Failure) -> String {
    i += 1
    let start = i
    var union: UInt8 = 0
    while i < bytes.count {
      let byte = bytes[i]
      union |= byte
      if byte == UInt8(ascii: "\"") {
        let result =
          union < 0x80 ? String(decoding: bytes[start..<i], as: UTF8.self) : try text(start..<i)
        i += 1
        return result
      }
      if byte == UInt8(ascii: "\\") { return try stringWithEscapes(from: start) }
      if byte < 0x20 { throw failure("a control character in a string must be escaped") }
      i += 1
    }
    throw failure("the string that starts here has no end", at: start - 1)
  }

  func text(_ range: Range<Int>) throws(Failure) -> String {
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    if let text = String(validating: part.bindMemory(to: UInt8.self), as: UTF8.self) {
      return text
    }
    throw failure("not UTF-8", at: range.lowerBound + UTF8Check.validPrefix(part))
  }

  /// The rest of a string from its first backslash, with what stood before it.
  mutating func stringWithEscapes(from start: Int) throws(Failure) -> String {
    var result = try text(start..<i)
    var plain = i
    while i < bytes.count {
      switch bytes[i] {
      case UInt8(ascii: "\""):
        result += try text(plain..<i)
        i += 1
        return result
      case UInt8(ascii: "\\"):
        result += try text(plain..<i)
        result.unicodeScalars.append(try escape())
        plain = i
      case 0..<0x20: throw failure("a control character in a string must be escaped")
      default: i += 1
      }
    }
    throw failure("the string that starts here has no end", at: start - 1)
  }

  mutating func escape() throws(Failure) -> UnicodeScalar {
    let start = i
    guard i + 1 < bytes.count else { throw failure("the text ends in an escape") }
    let letter = bytes[i + 1]
    i += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UnicodeScalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw failure("no such escape", at: start)
    }
    let unit = try fourDigits(start)
    if let scalar = UnicodeScalar(unit) { return scalar }
    guard unit < 0xDC00, i + 1 < bytes.count, bytes[i] == UInt8(ascii: "\\"),
      bytes[i + 1] == UInt8(ascii: "u")
    else { throw failure("a surrogate without its other half", at: start) }
    i += 2
    let low = try fourDigits(start)
    guard (0xDC00...0xDFFF).contains(low) else {
      throw failure("a surrogate without its other half", at: start)
    }
    return UnicodeScalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))!
  }

  mutating func fourDigits(_ start: Int) throws(Failure) -> UInt32 {
    guard i + 4 <= bytes.count else { throw failure("the text ends in an escape", at: start) }
    var result: UInt32 = 0
    for byte in bytes[i..<(i + 4)] {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: throw failure("an escape needs four hexadecimal digits", at: start)
      }
      result = result << 4 | UInt32(digit)
    }
    i += 4
    return result
  }

  mutating func number() throws(Failure) -> JSON {
    let start = i
    let negative = take(UInt8(ascii: "-"))
    var magnitude: UInt64 = 0
    var fits = true
    let firstDigit = i
    while i < bytes.count, (0x30...0x39).contains(bytes[i]) {
      let (product, high) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(bytes[i] - 0x30))
      (magnitude, fits) = (sum, fits && !high && !carry)
      i += 1
    }
    guard i > firstDigit else { throw failure("a number needs a digit here") }
    guard bytes[firstDigit] != 0x30 || i == firstDigit + 1 else {
      throw failure("a number may not start with 0", at: start)
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if i < bytes.count, bytes[i] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      i += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    if isWhole, fits {
      if !negative, let value = Int(exactly: magnitude) { return .integer(value) }
      if negative, magnitude <= 1 << 63 { return .integer(Int(truncatingIfNeeded: 0 &- magnitude)) }
    }
    guard let value = Double(String(decoding: bytes[start..<i], as: UTF8.self)), value.isFinite
    else { throw failure("a number too large for double precision", at: start) }
    return .number(value)
  }

  mutating func digits() throws(Failure) {
    let start = i
    while i < bytes.count, (0x30...0x39).contains(bytes[i]) { i += 1 }
    guard i > start else { throw failure("a number needs a digit here") }
  }
}
