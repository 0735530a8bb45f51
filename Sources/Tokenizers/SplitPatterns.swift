/// Reads a text by classes of code points; what the split patterns are written with.
private struct ClassScanner {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  private let classes: UnsafeBufferPointer<CodePoints.Flags>

  init(_ bytes: UnsafePointer<UInt8>, to end: Int, _ classes: UnsafeBufferPointer<CodePoints.Flags>)
  {
    (self.bytes, self.end, self.classes) = (bytes, end, classes)
  }

  /// The class and length of the code point at a place; (0, 0) at the end.
  @inline(__always)
  func at(_ i: Int) -> (kind: CodePoints.Flags, length: Int) {
    guard i < end else { return (0, 0) }
    let byte = bytes[i]
    if byte < 0x80 { return (classes[Int(byte)], 1) }
    let (c, length) = decodeScalar(bytes, at: i)
    return (classes[Int(c)], length)
  }

  /// The end of a run of code points that have, or lack, some classes.
  @inline(__always)
  func run(
    from start: Int, of kinds: CodePoints.Flags, having: Bool = true, atMost limit: Int = .max
  ) -> Int {
    var (i, left) = (start, limit)
    while i < end, left > 0 {
      let (kind, length) = at(i)
      guard (kind & kinds != 0) == having else { break }
      i += length
      left -= 1
    }
    return i
  }

  /// `\s+(?!\S)|\s+`: all of a run at the end of the text, else all but its last.
  func blanks(from start: Int) -> Int {
    var (i, last) = (start, start)
    while i < end {
      let (kind, length) = at(i)
      guard kind & CodePoints.whitespace != 0 else { break }
      last = i
      i += length
    }
    return i == end || last == start ? i : last
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d` from an apostrophe on; nil where none follows.
  ///
  /// - Parameter folds: whether capitals count, and with them U+017F, which folds to s.
  func contraction(at i: Int, folds: Bool) -> Int? {
    guard i + 1 < end, bytes[i] == 0x27 else { return nil }
    func letter(_ k: Int) -> UInt8 {
      guard k < end else { return 0 }
      return folds && (0x41...0x5A).contains(bytes[k]) ? bytes[k] + 0x20 : bytes[k]
    }
    switch (letter(i + 1), letter(i + 2)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      return i + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return i + 3
    case (0xC5, 0xBF): return folds ? i + 3 : nil
    default: return nil
    }
  }
}

/// GPT-2's split: contractions, words, numbers and other signs, each with a space before it.
///
/// Source: `encoder.py` of openai/gpt-2.
struct GPT2Pattern: TextPattern {
  static let regex =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  private let classes = CodePoints.shared.flags

  /// Every text is covered: the match is what begins at `start`.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    guard start < end, let bytes = text.baseAddress else { return nil }
    return classes.withUnsafeBufferPointer { classes in
      let scanner = ClassScanner(bytes, to: end, classes)
      return start..<Self.match(scanner, start)
    }
  }

  private static func match(_ text: ClassScanner, _ start: Int) -> Int {
    if let end = text.contraction(at: start, folds: false) { return end }
    let known = CodePoints.whitespace | CodePoints.letter | CodePoints.number
    let first = text.bytes[start] == 0x20 ? start + 1 : start
    let (kind, length) = text.at(first)
    if kind & CodePoints.letter != 0 {
      return text.run(from: first + length, of: CodePoints.letter)
    }
    if kind & CodePoints.number != 0 {
      return text.run(from: first + length, of: CodePoints.number)
    }
    if length > 0, kind & known == 0 {
      return text.run(from: first + length, of: known, having: false)
    }
    return text.blanks(from: start)
  }
}

/// The split of Llama 3 and Qwen: a word takes any one sign before it, digits go in small groups,
/// line ends stay with signs and blanks before them.
///
/// Source: the `tokenizer.json` of these models.
struct WordRunPattern: TextPattern {
  static let llama3 = regex(digits: #"\p{N}{1,3}"#, letter: #"\p{L}"#, marks: "")
  static let qwen2 = regex(digits: #"\p{N}"#, letter: #"\p{L}"#, marks: "")
  static let qwen35 = regex(digits: #"\p{N}"#, letter: #"[\p{L}\p{M}]"#, marks: #"\p{M}"#)

  private static func regex(digits: String, letter: String, marks: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?"# + letter + "+|" + digits
      + #"| ?[^\s\p{L}"# + marks + #"\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  private let maxDigits: Int
  private let letter: CodePoints.Flags
  private let classes = CodePoints.shared.flags

  init(maxDigits: Int, marksAreLetters: Bool = false) {
    self.maxDigits = maxDigits
    letter = marksAreLetters ? CodePoints.letter | CodePoints.mark : CodePoints.letter
  }

  /// Every text is covered: the match is what begins at `start`.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    guard start < end, let bytes = text.baseAddress else { return nil }
    return classes.withUnsafeBufferPointer { classes in
      let scanner = ClassScanner(bytes, to: end, classes)
      return start..<match(scanner, start)
    }
  }

  private func match(_ text: ClassScanner, _ start: Int) -> Int {
    if let end = text.contraction(at: start, folds: true) { return end }
    let known = CodePoints.whitespace | letter | CodePoints.number
    let (kind, length) = text.at(start)
    let byte = text.bytes[start]
    if kind & letter != 0 { return text.run(from: start + length, of: letter) }
    if kind & CodePoints.number != 0 {
      return text.run(from: start, of: CodePoints.number, atMost: maxDigits)
    }
    let next = text.at(start + length)
    if byte != 0x0A, byte != 0x0D, next.kind & letter != 0 {
      return text.run(from: start + length + next.length, of: letter)
    }
    if kind & known == 0 || (byte == 0x20 && next.length > 0 && next.kind & known == 0) {
      let signs = kind & known == 0 ? start : start + 1
      return lineEnds(text, text.run(from: signs, of: known, having: false))
    }
    return lastLineEnd(text, start) ?? text.blanks(from: start)
  }

  /// `[\r\n]*`.
  private func lineEnds(_ text: ClassScanner, _ start: Int) -> Int {
    var i = start
    while i < text.end, text.bytes[i] == 0x0A || text.bytes[i] == 0x0D { i += 1 }
    return i
  }

  /// `\s*[\r\n]+`: blanks up to the last line end among them.
  private func lastLineEnd(_ text: ClassScanner, _ start: Int) -> Int? {
    let end = text.run(from: start, of: CodePoints.whitespace)
    return (start..<end).last { text.bytes[$0] == 0x0A || text.bytes[$0] == 0x0D }.map { $0 + 1 }
  }
}
