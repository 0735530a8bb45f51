import Files

/// The first stage: text to text, each byte of the result with its source.
protocol Normalizer: Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText)
}

/// A new normalizer is one file and one line here.
var normalizers: [any Normalizer.Type] {
  [BertNormalizer.self]
}

/// Null in the file stands for none.
func makeNormalizer(_ json: JSON?, file: String) throws(TokenizerError) -> (any Normalizer)? {
  guard let json, !json.isNull else { return nil }
  let component = try Component(json, name: "normalizer", file: file)
  return try component.kind(among: normalizers.map { ($0.type, $0) }).init(component)
}
