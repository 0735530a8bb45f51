import Language
import Notebooks

/// An example that a model gets wrong, as it is shown.
package struct Mistake {
  /// A piece of a text; the words that decided, or that are wrong, are marked.
  struct Piece: Equatable {
    var text: String
    var isMarked = false
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

  /// One line of the text, around the first piece that is marked.
  static func clipped(_ pieces: [Piece]) -> [Piece] {
    let flat = pieces.map { Piece(text: Passage.flat($0.text), isMarked: $0.isMarked) }
    let count = flat.reduce(0) { $0 + $1.text.unicodeScalars.count }
    guard count > longest else { return flat }
    var marked = 0
    for piece in flat {
      if piece.isMarked { break }
      marked += piece.text.unicodeScalars.count
    }
    if marked == count { marked = 0 }
    let first = marked <= longest * 2 / 3 ? 0 : min(marked - longest / 3, count - longest)
    let window = first..<min(count, first + longest)
    var (kept, at): ([Piece], Int) = ([], 0)
    for piece in flat {
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
    return (window.lowerBound > 0 ? [Piece(text: "… ")] : []) + kept
      + (window.upperBound < count ? [Piece(text: " …")] : [])
  }
}
