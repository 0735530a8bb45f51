/// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
struct BertProcessing: PostProcessor {
  static let type = "BertProcessing"

  let single: [TemplatePiece]
  let pair: [TemplatePiece]

  init(_ component: Component) throws(TokenizerError) {
    let cls = try Self.id(of: "cls", component)
    let sep = try Self.id(of: "sep", component)
    single = [
      .special([cls], typeID: 0), .sequence(0, typeID: 0), .special([sep], typeID: 0),
    ]
    pair = single + [.sequence(1, typeID: 1), .special([sep], typeID: 1)]
  }

  /// The id of `["[SEP]", 102]`.
  private static func id(of key: String, _ component: Component) throws(TokenizerError) -> Int32 {
    guard let id = component.json[key]?[1]?.int.flatMap(Int32.init(exactly:)), id >= 0 else {
      throw component.wrong(key, "a token and its id")
    }
    return id
  }
}
