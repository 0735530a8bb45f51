/// A printable character for each byte, so that any text is a text of known characters.
///
/// Source: `bytes_to_unicode` of openai/gpt-2.
enum ByteLevelAlphabet {
  /// By byte: those that print stand for themselves, the others for U+0100 and on.
  static let scalars: [UInt32] = {
    var others: UInt32 = 0x100
    return (0..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return UInt32(byte)
      default:
        others += 1
        return others - 1
      }
    }
  }()

  /// The byte that a character stands for.
  static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  /// The character of a space.
  static let space: UInt32 = 0x120
}

/// Splits as GPT-2 does, and writes each byte as a character.
struct ByteLevelPreTokenizer: PreTokenizer {
  static let type = "ByteLevel"

  /// Whether each text that begins with no space gets one.
  private let addPrefixSpace: Bool
  private let useRegex: Bool
  private let pattern = GPT2Pattern()
  private let scalars = ByteLevelAlphabet.scalars

  init(_ component: Component) throws(TokenizerError) {
    addPrefixSpace = try component.bool("add_prefix_space")
    useRegex = try component.bool("use_regex", default: true)
  }

  init(addPrefixSpace: Bool) { (self.addPrefixSpace, useRegex) = (addPrefixSpace, true) }

  func split(_ pieces: inout PreTokenizedText) {
    if addPrefixSpace { prefix(&pieces) }
    if useRegex {
      pieces.cut { text, word, words in
        var done = word.lowerBound
        while let match = pattern.next(in: text, from: done, to: word.upperBound) {
          words.append(match)
          done = match.upperBound
        }
      }
    }
    pieces.rewrite { text, words, result, resultWords in
      result.reserve(2 * text.count)
      scalars.withUnsafeBufferPointer { scalars in
        for word in words {
          let start = result.count
          for i in word {
            let c = scalars[Int(text.bytes[i])]
            if c < 0x80 {
              result.appendReserved(UInt8(c), from: text.source[i])
            } else {
              result.appendReserved(UInt8(0xC0 | c >> 6), from: text.source[i])
              result.appendReserved(UInt8(0x80 | c & 0x3F), from: text.source[i])
            }
          }
          resultWords.append(start..<result.count)
        }
      }
    }
  }

  private func prefix(_ pieces: inout PreTokenizedText) {
    pieces.rewrite { text, words, result, resultWords in
      for word in words {
        let start = result.count
        if text.bytes[word.lowerBound] != 0x20 {
          result.append(0x20, from: text.source[word.lowerBound])
        }
        result.append(text, word)
        resultWords.append(start..<result.count)
      }
    }
  }
}
