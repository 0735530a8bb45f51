import Language
import Notebooks

/// An example that a model gets wrong, as it is shown.
package struct Mistake {
  /// A piece of a text; the words that decided, or that are wrong, are marked.
  package struct Piece: Equatable {
    package var text: String
    package var isMarked = false

    package init(text: String, isMarked: Bool = false) {
      (self.text, self.isMarked) = (text, isMarked)
    }
  }

  /// Its place in the data set.
  let example: Int
  /// How sure the model was, from 0 to 1; nil where it does not say.
  let confidence: Double?
  /// What the model says and what is true, in the words of a sentence; all of it in the first where
  /// an example has many answers.
  let said: String
  let truth: String
  var text: [Piece]
  /// The words that decided, in the order of the text.
  var words: [String] = []
  /// A further line: where an answer was found.
  var place: [Piece] = []
  /// Whether `said` and `truth` are names of classes.
  var isOfClasses = false

  /// "0.9812 sure of positive, is negative"
  func heading(width: Int) -> [OutputPart] {
    let words = headingText
    let padding = String(repeating: " ", count: max(0, width - displayWidth(words)) + 2)
    let start: [OutputPart] = confidence.map { [.score($0), .text(" sure of ")] } ?? []
    return start + [.trained(words), .text(padding)]
  }

  private var headingText: String { truth.isEmpty ? said : said + ", is " + truth }

  var headingWidth: Int { displayWidth(headingText) }

  /// - Parameter width: of the widest heading.
  func lines(headings width: Int) -> [[OutputPart]] {
    var line = heading(width: width) + Self.parts(Self.clipped(text))
    if !words.isEmpty { line += [.text("   by "), .trained(words.joined(separator: ", "))] }
    if place.isEmpty { return [line] }
    let indent = (confidence == nil ? 0 : displayWidth("0.0000 sure of ")) + width + 2
    return [line, [.text(String(repeating: " ", count: min(indent, 30)))] + Self.parts(place)]
  }

  private static func parts(_ pieces: [Piece]) -> [OutputPart] {
    pieces.map { .trained($0.text).emphasised($0.isMarked) }
  }

  // MARK: long texts

  private static let longest = 90

  /// One line of the text: around the first piece that is marked, with the others in it, or a part
  /// around each of a few that lie far apart.
  package static func clipped(_ pieces: [Piece]) -> [Piece] {
    let flat = pieces.map { Piece(text: Passage.flat($0.text), isMarked: $0.isMarked) }
    let count = flat.reduce(0) { $0 + $1.text.unicodeScalars.count }
    guard count > longest else { return flat }
    let marks = marks(in: flat)
    let scalars = flat.flatMap { Array($0.text.unicodeScalars) }
    let windows = windows(marks: marks, in: count).map { between(words: $0, marks, scalars) }
    var kept: [Piece] = windows[0].lowerBound > 0 ? [Piece(text: "… ")] : []
    for (index, window) in windows.enumerated() {
      kept += cut(flat, to: window)
      if window.upperBound < count {
        kept.append(Piece(text: index + 1 < windows.count ? " … " : " …"))
      }
    }
    return kept
  }

  private static func marks(in pieces: [Piece]) -> [Range<Int>] {
    var (marks, at): ([Range<Int>], Int) = ([], 0)
    for piece in pieces {
      let end = at + piece.text.unicodeScalars.count
      if piece.isMarked { marks.append(at..<end) }
      at = end
    }
    return marks
  }

  /// The parts of a text that are shown, in order and apart from each other.
  private static func windows(marks: [Range<Int>], in count: Int) -> [Range<Int>] {
    guard let first = marks.first, let last = marks.last else { return [0..<longest] }
    var start =
      first.lowerBound <= longest * 2 / 3
      ? 0 : min(first.lowerBound - longest / 3, count - longest)
    if last.upperBound > start + longest, last.upperBound - first.lowerBound <= longest {
      start = last.upperBound - longest
    }
    guard last.upperBound > start + longest, marks.count <= DecisiveWords.shown else {
      return [start..<start + longest]
    }
    var windows: [Range<Int>] = []
    for mark in marks {
      let length = min(longest, max(longest / marks.count, mark.count))
      let start = max(0, min(mark.lowerBound - (length - mark.count) / 2, count - length))
      if let before = windows.last, before.upperBound >= start - 3 {
        windows[windows.count - 1] = before.lowerBound..<max(before.upperBound, start + length)
      } else {
        windows.append(start..<start + length)
      }
    }
    return windows
  }

  /// How far an end moves so as not to cut a word.
  private static let longestWord = 15

  /// A part that cuts no word at its ends, where blanks are near; never less than the marks in it.
  private static func between(
    words window: Range<Int>, _ marks: [Range<Int>], _ scalars: [Unicode.Scalar]
  ) -> Range<Int> {
    var (start, end) = (window.lowerBound, window.upperBound)
    let inside = marks.filter { $0.overlaps(window) }
    if start > 0, scalars[start - 1] != " " {
      let stop = min(start + longestWord, inside.first?.lowerBound ?? end, end)
      if start < stop, let blank = scalars[start..<stop].firstIndex(of: " ") { start = blank + 1 }
    }
    if end < scalars.count, scalars[end] != " " {
      let stop = max(end - longestWord, inside.last?.upperBound ?? start, start)
      if stop < end, let blank = scalars[stop..<end].lastIndex(of: " ") { end = blank }
    }
    return start < end ? start..<end : window
  }

  private static func cut(_ pieces: [Piece], to window: Range<Int>) -> [Piece] {
    var (kept, at): ([Piece], Int) = ([], 0)
    for piece in pieces {
      let scalars = Array(piece.text.unicodeScalars)
      let range = at..<at + scalars.count
      at = range.upperBound
      let both = range.clamped(to: window)
      guard !both.isEmpty else { continue }
      let slice = scalars[
        (both.lowerBound - range.lowerBound)..<(both.upperBound - range.lowerBound)]
      kept.append(Piece(text: String(String.UnicodeScalarView(slice)), isMarked: piece.isMarked))
    }
    while let last = kept.last?.text, last.hasSuffix(" ") {
      kept[kept.count - 1].text = String(last.dropLast())
    }
    return kept
  }
}
