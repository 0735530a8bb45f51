import Files

/// A token within a word: bytes of the word from `start` to `end`.
struct ModelToken: Sendable {
  var id: Int32
  var start: Int32
  var end: Int32
}

/// The third stage: a word to tokens. A class, so that handing it on costs one count.
protocol TokenModel: AnyObject, Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  var vocabulary: Vocabulary { get }
  /// Whether the folder of a saved tokenizer also holds the vocabulary as `vocab.txt`.
  var writesVocabularyFile: Bool { get }
  /// A character before which a word may be cut, unless it follows itself, without another token
  /// for it: the pieces are short and come again. Nil where there is none.
  var cutMark: [UInt8]? { get }
  func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [ModelToken])
}

extension TokenModel {
  var writesVocabularyFile: Bool { false }
  var cutMark: [UInt8]? { nil }
}

/// A new model is one file and one line here.
var tokenModels: [any TokenModel.Type] {
  [WordPieceModel.self, BPEModel.self, UnigramModel.self]
}

func makeTokenModel(_ json: JSON?, file: String) throws(TokenizerError) -> any TokenModel {
  guard let json else { throw .malformed(file: file, reason: "'model' is missing") }
  let component = try Component(json, name: "model", file: file)
  if component.json["type"] == nil, component.json["merges"] != nil {
    return try BPEModel(component)
  }
  return try component.kind(among: tokenModels.map { ($0.type, $0) }).init(component)
}
