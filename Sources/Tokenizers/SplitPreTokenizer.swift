/// What becomes of the matches of a split, and of the text between them.
enum SplitBehavior: String, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Appends the words of a text that is cut into matches and what is none.
  func append(_ parts: [(range: Range<Int>, isMatch: Bool)], to words: inout [Range<Int>]) {
    switch self {
    case .removed:
      for part in parts where !part.isMatch { words.append(part.range) }
    case .isolated:
      for part in parts { words.append(part.range) }
    case .contiguous:
      for (k, part) in parts.enumerated() {
        let joins = k > 0 && part.isMatch == parts[k - 1].isMatch
        Self.append(part.range, joining: joins, to: &words)
      }
    case .mergedWithPrevious:
      for (k, part) in parts.enumerated() {
        let joins = k > 0 && part.isMatch && !parts[k - 1].isMatch
        Self.append(part.range, joining: joins, to: &words)
      }
    case .mergedWithNext:
      for (k, part) in parts.enumerated() {
        let joins = k > 0 && parts[k - 1].isMatch && !part.isMatch
        Self.append(part.range, joining: joins, to: &words)
      }
    }
  }

  private static func append(_ range: Range<Int>, joining: Bool, to words: inout [Range<Int>]) {
    if joining, let last = words.popLast() {
      words.append(last.lowerBound..<range.upperBound)
    } else {
      words.append(range)
    }
  }
}

/// Splits at the matches of a pattern.
struct SplitPreTokenizer: PreTokenizer {
  static let type = "Split"

  private let pattern: any TextPattern
  private let behavior: SplitBehavior
  /// Whether what the pattern does not match counts as the match.
  private let inverts: Bool

  init(_ component: Component) throws(TokenizerError) {
    pattern = try makeTextPattern(component)
    inverts = try component.bool("invert", default: false)
    let name = try component.string("behavior")
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw component.wrong(
        "behavior", SplitBehavior.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.behavior = behavior
  }

  func split(_ pieces: inout PreTokenizedText) {
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    pieces.cut { text, word, words in
      parts.removeAll(keepingCapacity: true)
      var done = word.lowerBound
      while let match = pattern.next(in: text, from: done, to: word.upperBound) {
        if done < match.lowerBound { parts.append((done..<match.lowerBound, inverts)) }
        parts.append((match, !inverts))
        done = match.upperBound
      }
      if done < word.upperBound { parts.append((done..<word.upperBound, inverts)) }
      behavior.append(parts, to: &words)
    }
  }
}

/// Splits at white space, which is dropped.
struct WhitespaceSplitPreTokenizer: PreTokenizer {
  static let type = "WhitespaceSplit"

  private let classes = CodePoints.shared.flags

  init(_ component: Component) throws(TokenizerError) {}

  func split(_ pieces: inout PreTokenizedText) {
    classes.withUnsafeBufferPointer { classes in
      pieces.cut { text, word, words in
        guard let bytes = text.baseAddress else { return }
        var (start, i) = (word.lowerBound, word.lowerBound)
        while i < word.upperBound {
          let (c, length) = decodeScalar(bytes, at: i)
          if classes[Int(c)] & CodePoints.whitespace != 0 {
            if start < i { words.append(start..<i) }
            start = i + length
          }
          i += length
        }
        if start < word.upperBound { words.append(start..<word.upperBound) }
      }
    }
  }
}

/// Sets digits apart, each or in runs.
struct DigitsPreTokenizer: PreTokenizer {
  static let type = "Digits"

  private let individualDigits: Bool
  private let classes = CodePoints.shared.flags

  init(_ component: Component) throws(TokenizerError) {
    individualDigits = try component.bool("individual_digits")
  }

  func split(_ pieces: inout PreTokenizedText) {
    let behavior: SplitBehavior = individualDigits ? .isolated : .contiguous
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    pieces.cut { text, word, words in
      guard let bytes = text.baseAddress else { return }
      parts.removeAll(keepingCapacity: true)
      var i = word.lowerBound
      while i < word.upperBound {
        let (c, length) = decodeScalar(bytes, at: i)
        let isDigit = classes[Int(c)] & CodePoints.numeric != 0
        if !isDigit, let last = parts.last, !last.isMatch {
          parts[parts.count - 1].range = last.range.lowerBound..<i + length
        } else {
          parts.append((i..<i + length, isDigit))
        }
        i += length
      }
      behavior.append(parts, to: &words)
    }
  }
}
