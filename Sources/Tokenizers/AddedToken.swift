import Files

/// A token that is looked for in the text before the model sees it.
struct AddedToken: Sendable, Equatable {
  var id: Int32
  var content: String
  /// Only where no letter, digit or mark touches it.
  var singleWord = false
  /// Takes the white space on its left, or right, with it.
  var lstrip = false
  var rstrip = false
  /// Looked for in the normalized text, itself normalized.
  var normalized = false
  /// Left out by `decode(skipSpecial:)`.
  var special = false

  init(special content: String, id: Int32) {
    (self.id, self.content, special) = (id, content, true)
  }

  /// An element of `added_tokens`, or a value of `added_tokens_decoder`.
  init(_ json: JSON, id: Int32? = nil, file: String) throws(TokenizerError) {
    let component = try Component(json, name: "added_tokens", file: file)
    content = try component.string("content")
    singleWord = try component.bool("single_word", default: false)
    lstrip = try component.bool("lstrip", default: false)
    rstrip = try component.bool("rstrip", default: false)
    special = try component.bool("special", default: false)
    normalized = try component.bool("normalized", default: !special)
    guard let id = id ?? component.json["id"]?.int.flatMap(Int32.init(exactly:)), id >= 0 else {
      throw component.wrong("id", Component.idRange)
    }
    self.id = id
  }

  var json: JSON {
    .object([
      "id": .integer(Int(id)), "content": .string(content), "single_word": .bool(singleWord),
      "lstrip": .bool(lstrip), "rstrip": .bool(rstrip), "normalized": .bool(normalized),
      "special": .bool(special),
    ])
  }
}
