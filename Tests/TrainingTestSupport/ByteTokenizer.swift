import Tasks
import Tokenizers

/// A byte a token, so that a character takes several; 0 ends a text and is special.
package struct ByteTokenizer: Tokenizer {
  package let algorithm = "bytes"
  package static let size = 257
  package init() {}
  package var vocabularySize: Int { Self.size }
  package func id(of token: String) -> Int32? { token == "<end>" ? 0 : nil }
  package func token(_ id: Int32) -> String? { id == 0 ? "<end>" : String(id) }
  package func isSpecial(_ id: Int32) -> Bool { id == 0 }
  package var special: SpecialTokens {
    var special = SpecialTokens()
    special.eos = 0
    return special
  }
  package var modelMaxLength: Int? { nil }

  package func encode(_ text: String) -> Encoding {
    var encoding = Encoding()
    encoding.ids = text.utf8.map { Int32($0) + 1 }
    encoding.typeIDs = encoding.ids.map { _ in 0 }
    encoding.sequence = encoding.ids.map { _ in 0 }
    var codePoint = -1
    for byte in text.utf8 {
      if byte & 0xC0 != 0x80 { codePoint += 1 }
      encoding.offsets.append(codePoint..<codePoint + 1)
    }
    return encoding
  }

  package func encode(_ text: String, pair: String?, maxLength: Int?) -> Encoding { encode(text) }

  package func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    String(decoding: ids.filter { $0 > 0 && $0 <= 256 }.map { UInt8($0 - 1) }, as: UTF8.self)
  }

  package func save(to folder: String) throws(TokenizerError) {}
}
