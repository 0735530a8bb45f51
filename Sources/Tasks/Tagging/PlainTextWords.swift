/// A text in the words that tagged sentences have: what blanks part, with punctuation at its ends
/// apart.
///
/// As the texts of CoNLL 2003 are cut, but for clitics: hyphens, apostrophes and points inside a
/// word stay, and so does the full stop of an abbreviation (U.S., e.g., Mr., J. before a name).
/// What repeats itself, as "..." and "--", is one word.
package func plainTextWords(_ text: String) -> [String] {
  let chunks = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
  var words: [String] = []
  for (i, chunk) in chunks.enumerated() {
    words += WordEnds(Array(chunk), isLast: i + 1 == chunks.count).words
  }
  return words
}

/// What stands between two blanks.
private struct WordEnds {
  let scalars: [Unicode.Scalar]
  /// Whether the text ends behind it: one letter is no initial there.
  let isLast: Bool

  init(_ scalars: [Unicode.Scalar], isLast: Bool) {
    (self.scalars, self.isLast) = (scalars, isLast)
  }

  var words: [String] {
    var before: [String] = []
    var after: [String] = []
    var (first, end) = (0, scalars.count)
    while first < end, isPunctuation(first), !beginsNumber(first) {
      let next = run(from: first, to: end)
      before.append(text(first..<next))
      first = next
    }
    while first < end, isPunctuation(end - 1), !isAbbreviation(first..<end) {
      let start = run(from: end - 1, downTo: first)
      after.append(text(start..<end))
      end = start
    }
    return before + (first < end ? [text(first..<end)] : []) + after.reversed()
  }

  /// Signs that belong to the word that they stand at, as in #tag, @name and 5%, are none.
  private func isPunctuation(_ i: Int) -> Bool {
    if "#@&%*/\\_".unicodeScalars.contains(scalars[i]) { return false }
    if scalars[i] == "`" { return true }
    switch scalars[i].properties.generalCategory {
    case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .dashPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// As in -5 and .5.
  private func beginsNumber(_ i: Int) -> Bool {
    (scalars[i] == "-" || scalars[i] == ".") && i + 1 < scalars.count
      && scalars[i + 1].properties.numericType == .decimal
  }

  private func run(from first: Int, to end: Int) -> Int {
    var next = first + 1
    while next < end, scalars[next] == scalars[first] { next += 1 }
    return next
  }

  private func run(from last: Int, downTo first: Int) -> Int {
    var start = last
    while start > first, scalars[start - 1] == scalars[last] { start -= 1 }
    return start
  }

  /// Whether a full stop at the end belongs to the word.
  private func isAbbreviation(_ range: Range<Int>) -> Bool {
    guard range.count > 1, scalars[range.upperBound - 1] == "." else { return false }
    let parts = scalars[range.lowerBound..<range.upperBound - 1]
      .split(separator: ".", omittingEmptySubsequences: false)
    let isLetters = { (part: ArraySlice<Unicode.Scalar>) in
      !part.isEmpty && part.allSatisfy(\.properties.isAlphabetic)
    }
    guard parts.allSatisfy(isLetters) else { return false }
    if parts.count > 1 { return parts.allSatisfy { $0.count <= 2 } }
    if parts[0].count == 1 { return !isLast && parts[0].allSatisfy(\.properties.isUppercase) }
    return abbreviations.contains(text(range.dropLast()).lowercased())
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }
}

/// Words that are written with a full stop and seldom end a sentence.
private let abbreviations: Set<String> = [
  "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "corp", "ltd", "co", "bros", "vs",
  "gen", "sen", "rep", "gov", "lt", "col", "sgt", "capt", "maj", "rev", "hon", "mt", "ft", "ave",
  "blvd", "rd", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "etc", "approx", "dept",
]
