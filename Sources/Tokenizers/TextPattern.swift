import Files

/// What a `Replace` or `Split` looks for.
protocol TextPattern: Sendable {
  /// The leftmost match between two places, never empty; the text before `start` is not seen.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Range<Int>?
}

/// `pattern` of a component: `{"String": …}`, or `{"Regex": …}` with one of those in
/// `knownPatterns`.
func makeTextPattern(_ component: Component) throws(TokenizerError) -> any TextPattern {
  let json = component.json["pattern"]
  if let literal = json?["String"]?.string, !literal.isEmpty { return LiteralPattern(literal) }
  guard let regex = json?["Regex"]?.string else {
    throw component.wrong("pattern", "a String or a Regex")
  }
  if let known = knownPatterns.first(where: { $0.regex == regex }) { return known.pattern }
  throw .unsupported(
    component: component.name, type: "\(component.type) with the regex \(regex)",
    file: component.file, supported: knownPatterns.map(\.regex))
}

/// A regex as it stands in files, and the pattern that does the same. A new one is one line here.
private let knownPatterns: [(regex: String, pattern: any TextPattern)] = [
  (GPT2Pattern.regex, GPT2Pattern()),
  (WordRunPattern.llama3, WordRunPattern(maxDigits: 3)),
  (WordRunPattern.qwen2, WordRunPattern(maxDigits: 1)),
  (WordRunPattern.qwen35, WordRunPattern(maxDigits: 1, marksAreLetters: true)),
  (" {2,}", SpacesPattern()),
]

/// A text as it is.
struct LiteralPattern: TextPattern {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    guard end - start >= bytes.count else { return nil }
    for i in start...end - bytes.count where text[i] == bytes[0] {
      if bytes.indices.allSatisfy({ text[i + $0] == bytes[$0] }) { return i..<i + bytes.count }
    }
    return nil
  }
}

/// ` {2,}`: spaces in a row.
struct SpacesPattern: TextPattern {
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    var i = start
    while i + 1 < end {
      if text[i] == 0x20, text[i + 1] == 0x20 {
        var last = i + 2
        while last < end, text[last] == 0x20 { last += 1 }
        return i..<last
      }
      i += 1
    }
    return nil
  }
}
