import Files

/// The first stage: text to text, each byte of the result with its source.
protocol Normalizer: Sendable {
  /// The values of `type` in `tokenizer.json`.
  static var types: [String] { get }
  init(_ component: Component) throws(TokenizerError)
  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText)
}

/// A new normalizer is one file and one line here.
var normalizers: [any Normalizer.Type] {
  [
    BertNormalizer.self, UnicodeNormalizer.self, LowercaseNormalizer.self,
    StripAccentsNormalizer.self, StripNormalizer.self, PrependNormalizer.self,
    ReplaceNormalizer.self, PrecompiledNormalizer.self, SequenceNormalizer.self,
  ]
}

/// Null in the file stands for none.
func makeNormalizer(_ json: JSON?, file: String) throws(TokenizerError) -> (any Normalizer)? {
  guard let json, !json.isNull else { return nil }
  return try makeNormalizer(try Component(json, name: "normalizer", file: file))
}

func makeNormalizer(_ component: Component) throws(TokenizerError) -> any Normalizer {
  let kinds = normalizers.flatMap { kind in kind.types.map { ($0, kind) } }
  return try component.kind(among: kinds).init(component)
}
