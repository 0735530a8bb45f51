import Files

/// Text cut into words: what the second stage works on.
struct PreTokenizedText: ~Copyable {
  var text = NormalizedText()
  /// Byte ranges of `text`, in order, none empty.
  var words: [Range<Int>] = []
}

/// The second stage: cuts words into smaller ones; one that rewrites the text keeps the ranges true.
protocol PreTokenizer: Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  func split(_ pieces: inout PreTokenizedText)
}

/// A new pre-tokenizer is one file and one line here.
var preTokenizers: [any PreTokenizer.Type] {
  [BertPreTokenizer.self]
}

/// Null in the file stands for none.
func makePreTokenizer(_ json: JSON?, file: String) throws(TokenizerError) -> (any PreTokenizer)? {
  guard let json, !json.isNull else { return nil }
  let component = try Component(json, name: "pre_tokenizer", file: file)
  return try component.kind(among: preTokenizers.map { ($0.type, $0) }).init(component)
}
