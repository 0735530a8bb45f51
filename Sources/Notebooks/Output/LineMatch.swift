/// How the characters of a recorded line fall to the parts of the line that stands there now.
///
/// A recorded line has no marks between its values. The cheapest division is taken: words as they
/// stand, then values of the same shape, then anything at all, so that one changed digit is
/// reported as that value and not as the rest of the line.
struct LineMatch {
  /// One part's share of the recorded line.
  struct Field: Equatable {
    /// Code points of the recorded line.
    var range: Range<Int>
    var verdict: Verdict
  }

  enum Verdict: Equatable {
    case same
    /// Only blanks differ.
    case spacing
    case different
  }

  /// One for each part; nil when the line is too long to be divided.
  let fields: [Field]?

  init(_ recorded: [Unicode.Scalar], _ parts: [OutputPart]) {
    let printed = parts.map { Array($0.printed.unicodeScalars) }
    if let fields = LineMatch.straight(recorded, parts, printed) {
      self.fields = fields
    } else if recorded.count <= 1000, parts.count * recorded.count * recorded.count <= 20_000_000 {
      fields = LineMatch.cheapest(recorded, parts, printed)
    } else {
      fields = nil
    }
  }

  /// Whether every part stands as printed, or is a volatile value.
  static func isStraight(_ recorded: [Unicode.Scalar], _ parts: [OutputPart]) -> Bool {
    straight(recorded, parts, parts.map { Array($0.printed.unicodeScalars) }) != nil
  }

  /// The usual case, without a search.
  private static func straight(
    _ line: [Unicode.Scalar], _ parts: [OutputPart], _ printed: [[Unicode.Scalar]]
  ) -> [Field]? {
    var fields: [Field] = []
    var at = 0
    for (part, text) in zip(parts, printed) {
      let end: Int
      if part.kind == .volatile {
        guard let found = volatileEnd(line, at, unit: part.exact) else { return nil }
        end = found
      } else {
        guard line[at...].starts(with: text) else { return nil }
        end = at + text.count
      }
      fields.append(Field(range: at..<end, verdict: .same))
      at = end
    }
    return at == line.count ? fields : nil
  }

  /// Dynamic programming over (part, end of its share).
  private static func cheapest(
    _ line: [Unicode.Scalar], _ parts: [OutputPart], _ printed: [[Unicode.Scalar]]
  ) -> [Field] {
    let unreachable = Int.max / 2
    var costs = [Int](repeating: unreachable, count: line.count + 1)
    costs[0] = 0
    var choices: [[(start: Int, verdict: Verdict)]] = []
    for (part, text) in zip(parts, printed) {
      var next = [Int](repeating: unreachable, count: line.count + 1)
      var choice = [(start: Int, verdict: Verdict)](repeating: (0, .different), count: next.count)
      for start in 0...line.count where costs[start] < unreachable {
        for share in Shares(line, start, part, text) {
          let cost = costs[start] + share.cost
          guard cost < next[share.end] else { continue }
          next[share.end] = cost
          choice[share.end] = (start, share.verdict)
        }
      }
      costs = next
      choices.append(choice)
    }
    var fields: [Field] = []
    var end = line.count
    for choice in choices.reversed() {
      let (start, verdict) = choice[end]
      fields.append(Field(range: start..<end, verdict: verdict))
      end = start
    }
    return fields.reversed()
  }

  /// Where a volatile value with its unit ends that starts at `start`; nil when none stands there.
  static func volatileEnd(_ line: [Unicode.Scalar], _ start: Int, unit: String) -> Int? {
    var at = start
    func skip(_ isWanted: (Unicode.Scalar) -> Bool) -> Int {
      let from = at
      while at < line.count, isWanted(line[at]) { at += 1 }
      return at - from
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    _ = skip { $0 == " " }
    guard skip(isDigit) > 0 else { return nil }
    if at < line.count, line[at] == "." {
      at += 1
      guard skip(isDigit) > 0 else { return nil }
    }
    if at + 1 < line.count, line[at] == "e", isDigit(line[at + 1]) {
      at += 1
      _ = skip(isDigit)
    }
    // "41.2.3" and "41x" are no numbers.
    if at < line.count, line[at] == "." || line[at].properties.isAlphabetic { return nil }
    if unit.isEmpty { return at }
    let suffix = [" "] + Array(unit.unicodeScalars)
    guard line[at...].starts(with: suffix) else { return nil }
    at += suffix.count
    if at < line.count, line[at].properties.isAlphabetic { return nil }
    return at
  }
}

/// Every share of a recorded line that one part may take from `start` on, with its cost.
private struct Shares: Sequence {
  typealias Share = (end: Int, verdict: LineMatch.Verdict, cost: Int)

  let line: [Unicode.Scalar]
  let start: Int
  let part: OutputPart
  let text: [Unicode.Scalar]
  private let words: Int
  private let bare: [Unicode.Scalar]

  init(_ line: [Unicode.Scalar], _ start: Int, _ part: OutputPart, _ text: [Unicode.Scalar]) {
    (self.line, self.start, self.part, self.text) = (line, start, part, text)
    words = text.split(separator: " ").count
    bare = part.kind == .text ? Shares.singleSpaced(text[...]) : Shares.trimmed(text[...])
  }

  func makeIterator() -> AnyIterator<Share> {
    let volatileEnd =
      part.kind == .volatile ? LineMatch.volatileEnd(line, start, unit: part.exact) : nil
    var end = start - 1
    var words = 0
    var isNumeric = true
    return AnyIterator {
      end += 1
      guard end <= line.count else { return nil }
      if end > start {
        let last = line[end - 1]
        if last != " ", end - 1 == start || line[end - 2] == " " { words += 1 }
        isNumeric = isNumeric && (last.isASCII && numeric.contains(UInt8(last.value)))
      }
      return share(end, words: words, isNumeric: isNumeric, volatileEnd: volatileEnd)
    }
  }

  private let numeric = Set(" 0123456789.,+-eEkM%naif".utf8)

  private func share(_ end: Int, words: Int, isNumeric: Bool, volatileEnd: Int?) -> Share {
    let found = line[start..<end]
    let distance = Swift.min(abs(found.count - text.count), 40)
    switch part.kind {
    case .volatile:
      return end == volatileEnd ? (end, .same, 0) : (end, .different, 60 + distance)
    case .text:
      if found.elementsEqual(text) { return (end, .same, 0) }
      if bare == Shares.singleSpaced(found) { return (end, .spacing, 1) }
      // Words that differ most likely begin and end as they did: a share that does not has cut a
      // value.
      let cuts = [found.first != text.first, found.last != text.last].count { $0 }
      return (end, .different, 80 + distance + 20 * cuts)
    case .given, .score, .percentage, .loss, .other:
      if found.elementsEqual(text) { return (end, .same, 0) }
      if bare == Shares.trimmed(found) { return (end, .spacing, 1) }
      let fits = words == self.words && (part.kind == .other || isNumeric)
      return (end, .different, (fits ? 10 : 70) + distance)
    }
  }

  private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    Array(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Every run of blanks as one.
  private static func singleSpaced(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in text {
      let blank = scalar == " " || scalar == "\t"
      if blank, result.last == " " { continue }
      result.append(blank ? " " : scalar)
    }
    return result
  }
}
