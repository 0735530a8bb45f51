import Files

/// The way back: tokens to pieces of text, which are then joined.
protocol TokenDecoder: Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  func decode(_ tokens: [String]) -> [String]
}

/// A new decoder is one file and one line here.
var tokenDecoders: [any TokenDecoder.Type] {
  [
    WordPieceDecoder.self, ByteLevelDecoder.self, MetaspaceDecoder.self,
    ByteFallbackDecoder.self, FuseDecoder.self, StripDecoder.self, ReplaceDecoder.self,
    SequenceDecoder.self,
  ]
}

/// Null in the file stands for tokens with spaces between.
func makeTokenDecoder(_ json: JSON?, file: String) throws(TokenizerError) -> (any TokenDecoder)? {
  guard let json, !json.isNull else { return nil }
  return try makeTokenDecoder(try Component(json, name: "decoder", file: file))
}

func makeTokenDecoder(_ component: Component) throws(TokenizerError) -> any TokenDecoder {
  try component.kind(among: tokenDecoders.map { ($0.type, $0) }).init(component)
}
