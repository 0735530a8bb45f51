/// The sentences about values.
extension ValueChecker {
  func unknownWord(_ word: String, _ words: [String], _ label: String, _ span: Span) -> Problem {
    let nearest = Suggestion.nearest(word, among: words)
    let listed = words.count <= 12 ? "(\(words.joined(separator: ", ")))" : nil
    return Problem(
      phase: .words,
      diagnostic: .language(
        "unknown-word", "unknown \(label) '\(clipped(word))'", span, suggestion: nearest,
        note: listed))
  }

  func objectProblem(_ word: String, _ kinds: [String], _ span: Span) -> Problem? {
    if let kind = names.kind(of: word) {
      if kinds.isEmpty || kinds.contains(kind) { return nil }
      return Problem(
        phase: .words,
        diagnostic: .language(
          "wrong-kind",
          "'\(word)' is \(withArticle(kind)), but \(withArticle(inWords(kinds))) is wanted", span,
          suggestion: nil, note: listOfObjects(kinds)))
    }
    let nearest = Suggestion.nearest(word, among: candidates(kinds))
    return Problem(
      phase: .words,
      diagnostic: .language(
        "unknown-name", "unknown name '\(clipped(word))'", span, suggestion: nearest,
        note: nearest == nil ? listOfObjects(kinds) : nil))
  }

  private func listOfObjects(_ kinds: [String]) -> String? {
    let known = candidates(kinds)
    if known.isEmpty {
      return kinds.isEmpty ? "(nothing has a name yet)" : "(no \(inWords(kinds)) has a name yet)"
    }
    return known.count <= 8 ? "(\(known.joined(separator: ", ")))" : nil
  }

  func outOfRange(_ value: Spanned<Value>, _ kind: ValueKind, _ label: String) -> Problem {
    Problem(
      phase: .ranges,
      diagnostic: .language(
        "out-of-range",
        "\(label) is \(clipped(value.value.text)), but must be \(kind.rangeInWords)", value.span))
  }

  /// Joined to a folder it would be the folder.
  func emptyPath(_ span: Span, _ label: String) -> Problem {
    Problem(
      phase: .ranges,
      diagnostic: .language(
        "out-of-range", "\(label) is empty, but must name a file or folder", span))
  }

  func wrongType(_ value: Spanned<Value>, _ kind: ValueKind, _ label: String) -> Problem {
    var found = clipped(value.value.text)
    var suggestion: String?
    var phase = Phase.ranges
    switch value.value {
    case .word(let word):
      phase = .words
      found = "'\(found)'"
      suggestion = mended(word: word, kind)
    case .string(let text):
      found = "\"\(found)\""
      suggestion = mended(string: text, kind)
    case .file(let path) where kind == .source || kind == .path || kind == .string:
      suggestion = "\"\(path.text)\""
    case .list(let elements):
      found = elements.isEmpty ? "an empty list" : "a list"
    case .number(let number, _, _):
      if case .wholeNumber = kind, number == number.rounded(), abs(number) < 1e15 {
        suggestion = String(Int(number))
      }
    default: break
    }
    return Problem(
      phase: phase,
      diagnostic: .language(
        "wrong-type", "\(label) is \(found), but must be \(kind.inWords)", value.span,
        suggestion: suggestion))
  }

  private func mended(word: String, _ kind: ValueKind) -> String? {
    switch kind {
    case .flag:
      switch word.lowercased() {
      case "yes", "y", "on": return "true"
      case "no", "n", "off": return "false"
      default: return Suggestion.nearest(word, among: ["true", "false"])
      }
    case .string, .content, .source, .path: return "\"\(word)\""
    case .optional(let inner):
      if ["null", "nil"].contains(word.lowercased()) { return "none" }
      return Suggestion.nearest(word, among: ["none"]) ?? mended(word: word, inner)
    case .list: return "[\(word)]"
    case .oneOf(let kinds): return kinds.lazy.compactMap { mended(word: word, $0) }.first
    default: return nil
    }
  }

  private func mended(string: String, _ kind: ValueKind) -> String? {
    switch kind {
    case .object: return isName(string) && names.kind(of: string) != nil ? string : nil
    case .wholeNumber, .number, .flag, .duration, .size, .optional:
      guard let value = try? Parser.value(string),
        problem(Spanned(value, Span(start: 0, end: 0)), kind, "") == nil
      else { return nil }
      return string
    default: return nil
    }
  }
}

extension ValueKind {
  /// What the kind takes: "a whole number of 1 or more".
  package var inWords: String {
    switch self {
    case .wholeNumber(let from, let to):
      "a whole number" + Self.ofRange(from.map(String.init), to.map(String.init))
    case .number(nil, nil, nil, nil): "a number"
    case .number: "a number " + Self.joined(rangeInWords)
    case .flag: "true or false"
    case .string: "a string in \"quotes\""
    case .content: "a text in \"quotes\", or @\"file\""
    case .source: "a source in \"quotes\": a folder, a file, demo:NAME or hub:owner/name"
    case .path: "a path in \"quotes\""
    case .words(let words): "one of " + words.joined(separator: ", ")
    case .anyWord: "a word"
    case .label: "a label"
    case .duration: "a duration, such as 60s"
    case .size: "a size, such as 4GB"
    case .object(let kinds):
      kinds.isEmpty ? "an object's name" : withArticle(Language.inWords(kinds))
    case .list(.anyWord): "a list of words"
    case .list(.label): "a list of labels"
    case .list(.object(let kinds)): "a list of the names of \(Language.inWords(kinds)) objects"
    case .list(let inner): "a list, each \(inner.inWords)"
    case .oneOf(let kinds): kinds.map(\.inWords).joined(separator: ", or ")
    case .optional(let inner): inner.inWords + ", or none"
    case .anything: "a value"
    }
  }

  /// The bounds: "1 or more", "above 0", "from 0 to 1", "at least 0 and below 1".
  package var rangeInWords: String {
    switch self {
    case .wholeNumber(let from, let to):
      return Self.range(from.map(String.init), to.map(String.init))
    case .number(let from, let to, let above, let below):
      let low = from.map { "at least \(Self.plain($0))" } ?? above.map { "above \(Self.plain($0))" }
      let high = to.map { "at most \(Self.plain($0))" } ?? below.map { "below \(Self.plain($0))" }
      if let from, let to { return "from \(Self.plain(from)) to \(Self.plain(to))" }
      if let from, high == nil { return "\(Self.plain(from)) or more" }
      return [low, high].compactMap { $0 }.joined(separator: " and ")
    default: return inWords
    }
  }

  private static func joined(_ range: String) -> String {
    range.hasSuffix("or more") ? "of " + range : range
  }

  private static func ofRange(_ from: String?, _ to: String?) -> String {
    from == nil && to == nil ? "" : (to == nil ? " of " : " ") + range(from, to)
  }

  private static func range(_ from: String?, _ to: String?) -> String {
    switch (from, to) {
    case (let from?, let to?): "from \(from) to \(to)"
    case (let from?, nil): "\(from) or more"
    case (nil, let to?): "at most \(to)"
    case (nil, nil): "a whole number"
    }
  }

  static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

/// "adapter or model".
func inWords(_ kinds: [String]) -> String {
  guard let last = kinds.last, kinds.count > 1 else { return kinds.first ?? "object" }
  return kinds.dropLast().joined(separator: ", ") + " or " + last
}

/// "an adapter"
package func withArticle(_ noun: String) -> String {
  let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
  return (noun.first.map { vowels.contains($0) } ?? false ? "an " : "a ") + noun
}
