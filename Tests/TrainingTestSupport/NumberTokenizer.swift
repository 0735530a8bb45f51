import Tasks
import Tokenizers

/// Reads texts such as "7 12 9" as those ids, between 1 (start) and 2 (end); 3 is the mask.
package struct NumberTokenizer: Tokenizer {
  package let algorithm = "numbers"
  package static let size = 40
  package init() {}
  package var vocabularySize: Int { Self.size }
  package func id(of token: String) -> Int32? { Int32(token) }
  package func token(_ id: Int32) -> String? { String(id) }
  package var special: SpecialTokens {
    var special = SpecialTokens()
    (special.cls, special.sep, special.mask) = (1, 2, 3)
    return special
  }
  package var modelMaxLength: Int? { nil }

  package func encode(_ text: String) -> Encoding {
    var encoding = Encoding()
    for word in text.split(separator: " ") {
      let start = text.unicodeScalars.distance(from: text.startIndex, to: word.startIndex)
      encoding.ids.append(Int32(word) ?? 0)
      encoding.typeIDs.append(0)
      encoding.offsets.append(start..<start + word.unicodeScalars.count)
      encoding.sequence.append(0)
    }
    return encoding
  }

  package func encode(_ text: String, pair: String?, maxLength: Int?) -> Encoding {
    var encoding = encode(text)
    encoding.ids = [1] + encoding.ids + [2]
    encoding.typeIDs += [0, 0]
    encoding.offsets += [0..<0, 0..<0]
    encoding.sequence = [-1] + encoding.sequence + [-1]
    guard let pair else { return encoding }
    let second = encode(pair)
    encoding.ids += second.ids + [2]
    encoding.typeIDs += second.ids.map { _ in 1 } + [1]
    encoding.offsets += second.offsets + [0..<0]
    encoding.sequence += second.ids.map { _ in 1 } + [-1]
    return encoding
  }

  package func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    ids.map { String($0) }.joined(separator: " ")
  }

  package func save(to folder: String) throws(TokenizerError) {}
}
