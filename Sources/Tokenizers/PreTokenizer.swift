import Files

/// Text cut into words: what the second stage works on.
struct PreTokenizedText: ~Copyable {
  var text = NormalizedText()
  /// Byte ranges of `text`, in order, none empty.
  var words: [Range<Int>] = []
  private var other = NormalizedText()
  private var otherWords: [Range<Int>] = []

  /// Puts another text and its words in place of these, built up from nothing.
  mutating func rewrite(
    _ body: (borrowing NormalizedText, [Range<Int>], inout NormalizedText, inout [Range<Int>]) ->
      Void
  ) {
    other.removeAll()
    otherWords.removeAll(keepingCapacity: true)
    body(text, words, &other, &otherWords)
    swap(&text, &other)
    swap(&words, &otherWords)
  }

  /// Puts smaller words in place of each.
  mutating func cut(
    _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, inout [Range<Int>]) -> Void
  ) {
    otherWords.removeAll(keepingCapacity: true)
    for word in words { body(text.buffer, word, &otherWords) }
    swap(&words, &otherWords)
  }
}

/// The second stage: cuts words into smaller ones; one that rewrites the text keeps the ranges
/// true.
protocol PreTokenizer: Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  func split(_ pieces: inout PreTokenizedText)
}

/// A new pre-tokenizer is one file and one line here.
var preTokenizers: [any PreTokenizer.Type] {
  [
    BertPreTokenizer.self, ByteLevelPreTokenizer.self, SplitPreTokenizer.self,
    DigitsPreTokenizer.self, WhitespaceSplitPreTokenizer.self, MetaspacePreTokenizer.self,
    SequencePreTokenizer.self,
  ]
}

/// Null in the file stands for none.
func makePreTokenizer(_ json: JSON?, file: String) throws(TokenizerError) -> (any PreTokenizer)? {
  guard let json, !json.isNull else { return nil }
  return try makePreTokenizer(try Component(json, name: "pre_tokenizer", file: file))
}

func makePreTokenizer(_ component: Component) throws(TokenizerError) -> any PreTokenizer {
  try component.kind(among: preTokenizers.map { ($0.type, $0) }).init(component)
}

/// Pre-tokenizers one after the other.
struct SequencePreTokenizer: PreTokenizer {
  static let type = "Sequence"

  let parts: [any PreTokenizer]

  init(_ component: Component) throws(TokenizerError) {
    parts = try component.parts("pretokenizers", makePreTokenizer)
  }

  func split(_ pieces: inout PreTokenizedText) {
    for part in parts { part.split(&pieces) }
  }
}
