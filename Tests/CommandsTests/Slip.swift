import Language

/// A word with one slip of the finger in a statement that would be right otherwise.
struct Slip: CustomStringConvertible {
  let line: String
  /// Where the misspelt word stands, in code points.
  let span: Span
  let typed: String
  let meant: String

  var description: String { "\(line)   (\(typed) for \(meant))" }

  /// Deletion, transposition, insertion, substitution, a neighbouring key: each once, at places
  /// that follow from the word and the statement alone.
  static func all(_ before: String, _ word: String, _ after: String) -> [Slip] {
    let letters = Array(word.unicodeScalars)
    var draw = Draw(before + word + after)
    var spellings: [[Unicode.Scalar]] = []
    if letters.count > 1 {
      spellings.append(letters.removing(draw.below(letters.count)))
      let place = draw.below(letters.count - 1)
      var swapped = letters
      swapped.swapAt(place, place + 1)
      spellings.append(swapped)
    }
    // A letter that begins a word is rarely a wrong one too many.
    let gap = 1 + draw.below(letters.count)
    spellings.append(Array(letters[..<gap]) + [draw.letter()] + Array(letters[gap...]))
    let place = draw.below(letters.count)
    if letters.count > 1 { spellings.append(letters.replacing(place, by: draw.letter())) }
    if let neighbours = Slip.neighbours[letters[place]] {
      let key = neighbours[draw.below(neighbours.count)]
      spellings.append(letters.replacing(place, by: key))
    }
    return spellings.filter { $0 != letters && isWord($0) }.map { spelling in
      let typed = String(String.UnicodeScalarView(spelling))
      let start = before.unicodeScalars.count
      return Slip(
        line: before + typed + after, span: Span(start: start, end: start + spelling.count),
        typed: typed, meant: word)
    }
  }

  /// What still reads as one word; other slips are errors of another kind.
  private static func isWord(_ letters: [Unicode.Scalar]) -> Bool {
    guard let first = letters.first, let last = letters.last else { return false }
    return first.properties.isAlphabetic && last != "-" && last != ":"
  }

  /// The keys around a key; written down here and not asked of the program.
  private static let neighbours: [Unicode.Scalar: [Unicode.Scalar]] = {
    let around = [
      "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj",
      "i": "uojk", "o": "ipkl", "p": "ol", "a": "qwsz", "s": "awedxz", "d": "serfcx",
      "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb", "j": "huikmn", "k": "jiolm", "l": "kop",
      "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
    ]
    return Dictionary(
      uniqueKeysWithValues: around.map { ($0.unicodeScalars.first!, Array($1.unicodeScalars)) })
  }()
}

/// Numbers that follow from a text.
private struct Draw {
  private var state: UInt64

  init(_ text: String) {
    state = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// SplitMix64.
  mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }

  mutating func letter() -> Unicode.Scalar {
    Unicode.Scalar(UInt8(ascii: "a") + UInt8(below(26)))
  }
}

extension [Unicode.Scalar] {
  fileprivate func removing(_ place: Int) -> [Unicode.Scalar] {
    Array(self[..<place]) + Array(self[(place + 1)...])
  }

  fileprivate func replacing(_ place: Int, by letter: Unicode.Scalar) -> [Unicode.Scalar] {
    Array(self[..<place]) + [letter] + Array(self[(place + 1)...])
  }
}
