import Files

/// A template spelled out in the file, one for a text and one for two.
struct TemplateProcessing: PostProcessor {
  static let type = "TemplateProcessing"

  let single: [TemplatePiece]
  let pair: [TemplatePiece]

  init(_ component: Component) throws(TokenizerError) {
    single = try Self.pieces("single", component)
    pair = try Self.pieces("pair", component)
    for (name, pieces, count) in [("single", single, 1), ("pair", pair, 2)] {
      let used = pieces.compactMap { if case .sequence(let k, _) = $0 { k } else { nil } }
      guard used.allSatisfy({ $0 < count }) else {
        throw component.malformed("'\(name)' uses a second text")
      }
    }
  }

  private static func pieces(
    _ key: String, _ component: Component
  ) throws(TokenizerError) -> [TemplatePiece] {
    guard let array = component.json[key]?.array else { throw component.wrong(key, "an array") }
    var pieces: [TemplatePiece] = []
    for element in array {
      guard let (kind, body) = element.object?.pairs.first, let name = body["id"]?.string,
        let typeID = body["type_id"]?.int.flatMap(Int32.init(exactly:))
      else { throw component.malformed("'\(key)' holds \(element.brief)") }
      switch (kind, name) {
      case ("Sequence", "A"): pieces.append(.sequence(0, typeID: typeID))
      case ("Sequence", "B"): pieces.append(.sequence(1, typeID: typeID))
      case ("SpecialToken", _):
        pieces.append(.special(try specialIDs(name, component), typeID: typeID))
      default: throw component.malformed("'\(key)' holds \(element.brief)")
      }
    }
    return pieces
  }

  private static func specialIDs(
    _ name: String, _ component: Component
  ) throws(TokenizerError) -> [Int32] {
    guard let ids = component.json["special_tokens"]?[name]?["ids"]?.array else {
      throw component.malformed("'special_tokens' does not say what '\(name)' is")
    }
    var result: [Int32] = []
    for id in ids {
      guard let id = id.int.flatMap(Int32.init(exactly:)), id >= 0 else {
        throw component.malformed("an id of '\(name)' is \(id.brief)")
      }
      result.append(id)
    }
    return result
  }
}
