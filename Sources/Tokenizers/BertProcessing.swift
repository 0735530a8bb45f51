/// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
struct BertProcessing: PostProcessor {
  static let type = "BertProcessing"

  let single: [TemplatePiece]
  let pair: [TemplatePiece]

  init(_ component: Component) throws(TokenizerError) {
    single = try component.enclosed()
    let sep = try component.tokenID("sep")
    pair = single + [.sequence(1, typeID: 1), .special([sep], typeID: 1)]
  }
}

extension Component {
  /// A text between the tokens `cls` and `sep`.
  func enclosed() throws(TokenizerError) -> [TemplatePiece] {
    [
      .special([try tokenID("cls")], typeID: 0), .sequence(0, typeID: 0),
      .special([try tokenID("sep")], typeID: 0),
    ]
  }

  /// The id of `["[SEP]", 102]`.
  func tokenID(_ key: String) throws(TokenizerError) -> Int32 {
    guard let id = json[key]?[1]?.int.flatMap(Int32.init(exactly:)), id >= 0 else {
      throw wrong(key, "a token and its id")
    }
    return id
  }
}
