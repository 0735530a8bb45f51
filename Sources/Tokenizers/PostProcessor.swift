import Files

/// A place of a template: a text, or special tokens.
enum TemplatePiece: Sendable, Equatable {
  case sequence(Int, typeID: Int32)
  case special([Int32], typeID: Int32)
}

/// The fourth stage: what stands around the texts.
protocol PostProcessor: Sendable {
  /// The value of `type` in `tokenizer.json`.
  static var type: String { get }
  init(_ component: Component) throws(TokenizerError)
  var single: [TemplatePiece] { get }
  var pair: [TemplatePiece] { get }
  /// Whether the templates hold special tokens.
  var addsTokens: Bool { get }
  /// What is done to the offsets of tokens, in order.
  var trims: [OffsetTrim] { get }
}

extension PostProcessor {
  var addsTokens: Bool { true }
  var trims: [OffsetTrim] { [] }
}

/// A new post-processor is one file and one line here.
var postProcessors: [any PostProcessor.Type] {
  [
    BertProcessing.self, RobertaProcessing.self, TemplateProcessing.self,
    ByteLevelProcessing.self, SequenceProcessing.self,
  ]
}

/// Null in the file stands for the texts alone.
func makePostProcessor(_ json: JSON?, file: String) throws(TokenizerError) -> any PostProcessor {
  guard let json, !json.isNull else { return PlainProcessing() }
  return try makePostProcessor(try Component(json, name: "post_processor", file: file))
}

func makePostProcessor(_ component: Component) throws(TokenizerError) -> any PostProcessor {
  try component.kind(among: postProcessors.map { ($0.type, $0) }).init(component)
}

/// No special tokens; two texts one after the other.
struct PlainProcessing: PostProcessor {
  static let type = "none"
  let addsTokens = false
  let single: [TemplatePiece] = [.sequence(0, typeID: 0)]
  let pair: [TemplatePiece] = [.sequence(0, typeID: 0), .sequence(1, typeID: 1)]

  init() {}
  init(_ component: Component) throws(TokenizerError) {}
}
