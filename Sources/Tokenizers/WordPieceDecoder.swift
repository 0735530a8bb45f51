/// Joins continuations to their word, and takes back the blanks before English punctuation.
struct WordPieceDecoder: TokenDecoder {
  static let type = "WordPiece"

  private let prefix: [UInt8]
  private let cleanup: Bool

  /// In this order, each over the whole token.
  private static let replacements: [(String, String)] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  init(_ component: Component) throws(TokenizerError) {
    prefix = Array(try component.string("prefix", default: "##").utf8)
    cleanup = try component.bool("cleanup", default: true)
  }

  func decode(_ tokens: [String]) -> [String] {
    tokens.enumerated().map { i, token in
      var bytes = Array(token.utf8)
      if i > 0 {
        if bytes.starts(with: prefix) {
          bytes.removeFirst(prefix.count)
        } else {
          bytes.insert(0x20, at: 0)
        }
      }
      if cleanup {
        for (found, replacement) in Self.replacements {
          bytes = Self.replacing(Array(found.utf8), with: Array(replacement.utf8), in: bytes)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// All occurrences from the left that do not overlap.
  private static func replacing(
    _ found: [UInt8], with replacement: [UInt8], in bytes: [UInt8]
  ) -> [UInt8] {
    guard bytes.count >= found.count else { return bytes }
    var result: [UInt8] = []
    var i = 0
    while i < bytes.count {
      if bytes[i...].starts(with: found) {
        result += replacement
        i += found.count
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return result
  }
}
