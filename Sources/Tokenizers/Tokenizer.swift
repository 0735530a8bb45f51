/// A text as a model reads it: one entry a token in each array.
package struct Encoding: Sendable, Equatable {
  package var ids: [Int32] = []
  /// 0 for the first segment, 1 for the second, as the post-processor says.
  package var typeIDs: [Int32] = []
  /// Code points of the original text; 0..<0 for special tokens that the template adds.
  package var offsets: [Range<Int>] = []
  /// Which text a token is from: 0, 1, or -1 for what the template adds.
  package var sequence: [Int8] = []
  /// Whether tokens were dropped to keep to `maxLength`.
  package var isTruncated = false

  package init() {}
}

/// Ids of the tokens with a role; nil where a tokenizer has none.
package struct SpecialTokens: Sendable, Equatable {
  package var unk: Int32?
  package var cls: Int32?
  package var sep: Int32?
  package var pad: Int32?
  package var mask: Int32?
  /// What a text begins and ends with in a decoder.
  package var bos: Int32?
  package var eos: Int32?

  package init() {}
}

/// Text to ids with offsets, and back.
package protocol Tokenizer: Sendable {
  /// The algorithm, as `tokenizer.json` names it: "WordPiece", "BPE", "Unigram".
  var algorithm: String { get }
  /// Entries of the vocabulary, added tokens included.
  var vocabularySize: Int { get }
  func id(of token: String) -> Int32?
  func token(_ id: Int32) -> String?
  var special: SpecialTokens { get }
  /// `model_max_length` of `tokenizer_config.json`, unless it stands for "no limit".
  var modelMaxLength: Int? { get }

  /// Tokens of the text alone: no special tokens, no truncation.
  func encode(_ text: String) -> Encoding

  /// Tokens of one text or two with the template's special tokens.
  ///
  /// - Parameter maxLength: tokens at most, special ones included; the longer text is cut first,
  ///   as `longest_first` of Hugging Face `tokenizers` cuts it.
  func encode(_ text: String, pair: String?, maxLength: Int?) -> Encoding

  /// Tokens of the text alone, where special tokens spelled out in it are text like any other: what
  /// a data set says cannot end a prompt.
  ///
  /// Source: `encode_special_tokens` of Hugging Face `tokenizers`.
  func encodePlain(_ text: String) -> Encoding

  /// Whether `decode(_:skipSpecial:)` can leave the token out.
  func isSpecial(_ id: Int32) -> Bool

  /// The template of conversations that came with the tokenizer, in the Jinja language.
  var chatTemplate: String? { get }

  func decode(_ ids: [Int32], skipSpecial: Bool) -> String

  /// Writes `tokenizer.json`, `tokenizer_config.json` and, for WordPiece, `vocab.txt`.
  func save(to folder: String) throws(TokenizerError)
}

/// A tokenizer without special tokens that could stand in a text.
extension Tokenizer {
  package func encodePlain(_ text: String) -> Encoding { encode(text) }
  package func isSpecial(_ id: Int32) -> Bool { false }
  package var chatTemplate: String? { nil }
}
