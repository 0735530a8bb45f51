import Language
import Tasks

/// Which words of a text decide what a model says of it: those without which it is less sure.
///
/// Source: Li, Monroe and Jurafsky 2016, arXiv:1612.08220, §3: erasure, a word at a time. Of a long
/// text a few neighbouring words go together.
struct DecisiveWords {
  /// A mistake's text without one piece of it.
  private struct Variant {
    let mistake: Int
    let words: Range<Int>
  }

  /// Each text in words, with the blanks behind them.
  private let texts: [[String]]
  private let variants: [Variant]
  private let examples: [Example]

  /// Pieces of one text at most.
  private static let most = 32
  /// Words shown of one text at most.
  static let shown = 3

  init(_ mistakes: [Mistake], of dataset: Dataset) {
    texts = mistakes.map { Self.words(dataset.examples[$0.example].text) }
    var variants: [Variant] = []
    var examples: [Example] = []
    for (index, words) in texts.enumerated() where words.count > 1 {
      let step = (words.count + Self.most - 1) / Self.most
      for start in stride(from: 0, to: words.count, by: step) {
        let range = start..<min(start + step, words.count)
        var example = dataset.examples[mistakes[index].example]
        example.text = (words[..<range.lowerBound] + words[range.upperBound...]).joined()
        example.label = nil
        variants.append(Variant(mistake: index, words: range))
        examples.append(example)
      }
    }
    (self.variants, self.examples) = (variants, examples)
  }

  /// Between blanks, and a word a character in scripts that are written without them.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var (isBlank, isWide) = (true, false)
    for scalar in text.unicodeScalars {
      let (wasBlank, wasWide) = (isBlank, isWide)
      isBlank = scalar.properties.isWhitespace
      isWide = scalar.displayWidth == 2
      let begins = !isBlank && (wasBlank || wasWide || isWide) && scalar.displayWidth > 0
      if begins || words.isEmpty { words.append("") }
      words[words.count - 1].unicodeScalars.append(scalar)
    }
    return words
  }

  /// The texts to run the model on.
  var dataset: Dataset { Dataset(source: "variants", content: .text, examples: examples) }

  var isEmpty: Bool { variants.isEmpty }

  /// - Parameter certainty: how sure the model is, of each variant, of what it said of the whole
  ///   text.
  func mark(_ mistakes: inout [Mistake], certainty: (_ variant: Int, _ mistake: Int) -> Double) {
    for index in mistakes.indices {
      guard let whole = mistakes[index].confidence else { continue }
      let drops = variants.indices.filter { variants[$0].mistake == index }
        .map { (words: variants[$0].words, drop: whole - certainty($0, index)) }
      let largest = drops.map(\.drop).max() ?? 0
      guard largest >= 0.01 else { continue }
      let chosen = drops.filter { $0.drop >= largest / 4 }
        .sorted { ($1.drop, $0.words.lowerBound) < ($0.drop, $1.words.lowerBound) }
        .prefix(Self.shown).map(\.words).sorted { $0.lowerBound < $1.lowerBound }
      mark(&mistakes[index], texts[index], chosen)
    }
  }

  private func mark(_ mistake: inout Mistake, _ words: [String], _ chosen: [Range<Int>]) {
    var pieces: [Mistake.Piece] = []
    for (index, word) in words.enumerated() {
      let isMarked = chosen.contains { $0.contains(index) }
      if pieces.last?.isMarked == isMarked {
        pieces[pieces.count - 1].text += word
      } else {
        pieces.append(.init(text: word, isMarked: isMarked))
      }
    }
    mistake.text = pieces + mistake.text.dropFirst()
    mistake.words = chosen.map { Passage.flat(words[$0].joined()).withoutOuterMarks }
  }
}

extension String {
  /// Without blanks and punctuation at its ends, unless it is of these alone.
  fileprivate var withoutOuterMarks: String {
    let scalars = Array(unicodeScalars)
    let isWord = { (scalar: Unicode.Scalar) in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    guard let first = scalars.firstIndex(where: isWord), let last = scalars.lastIndex(where: isWord)
    else { return self }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }
}
