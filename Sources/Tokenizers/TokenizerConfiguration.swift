import Files

/// `tokenizer_config.json` with `special_tokens_map.json` beside it.
struct TokenizerConfiguration: Sendable {
  /// Empty when the folder has none.
  private(set) var json: JSONObject
  let file: String
  private let specialTokensMap: JSONObject

  init(_ folder: any Folder) throws(TokenizerError) {
    file = folder.path + "/tokenizer_config.json"
    json = try Self.object("tokenizer_config.json", in: folder)
    // The file wins over the key, as in transformers; saved, it becomes the key.
    if folder.contains("chat_template.jinja") {
      let text = try withFiles { () throws(FileError) in
        try folder.open("chat_template.jinja").text()
      }
      json["chat_template"] = .string(text)
    }
    specialTokensMap = try Self.object("special_tokens_map.json", in: folder)
    try check()
  }

  init(_ json: JSONObject) {
    (self.json, file, specialTokensMap) = (json, "tokenizer_config.json", [:])
  }

  private static func object(
    _ name: String, in folder: any Folder
  ) throws(TokenizerError) -> JSONObject {
    guard folder.contains(name) else { return [:] }
    let json = try withFiles { () throws(FileError) in try JSON.parse(folder.open(name)) }
    guard let object = json.object else {
      throw .malformed(file: folder.path + "/" + name, reason: "is not a JSON object")
    }
    return object
  }

  /// Hugging Face writes a number near 1e30 for "no limit"; one under 1 can be no other.
  var modelMaxLength: Int? {
    guard let length = json["model_max_length"]?.double, length >= 1, length < 1e9 else {
      return nil
    }
    return Int(length)
  }

  var truncatesLeft: Bool? { json["truncation_side"]?.string.map { $0 == "left" } }

  /// A template alone, or the one named "default" of several.
  var chatTemplate: String? {
    if let text = json["chat_template"]?.string { return text }
    return json["chat_template"]?.array?.first { $0["name"]?.string == "default" }?["template"]?
      .string
  }

  /// Roles in the order in which Hugging Face adds their tokens, with BERT's names for them.
  static let roles = [
    ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"),
    ("cls_token", "[CLS]"), ("mask_token", "[MASK]"),
  ]

  /// That what is read here is of its type.
  private func check() throws(TokenizerError) {
    func check(
      _ key: String, _ expected: String, in source: JSONObject? = nil, _ file: String? = nil,
      _ isRight: (JSON) -> Bool
    ) throws(TokenizerError) {
      guard let value = (source ?? json)[key], !value.isNull, !isRight(value) else { return }
      throw .malformed(
        file: file ?? self.file,
        reason: "'\(key)' is \(value.brief), expected \(expected)")
    }
    try check("model_max_length", "a number") { $0.double != nil }
    try check("truncation_side", "left or right") { ["left", "right"].contains($0.string) }
    try check("added_tokens_decoder", "an object") { $0.object != nil }
    try check("tokenizer_class", "a string") { $0.string != nil }
    try check("add_prefix_space", "true or false") { $0.bool != nil }
    let map = file.replacing("tokenizer_config.json", with: "special_tokens_map.json")
    for role in Self.roles.map(\.0) + ["bos_token", "eos_token"] {
      for (source, file) in [(json, file), (specialTokensMap, map)] {
        try check(role, "a token", in: source, file) {
          $0.string != nil || $0["content"]?.string != nil
        }
      }
    }
  }

  /// The token of a role, a string or an object with its `content`; nil where none is named.
  func token(_ role: String) -> String? {
    for source in [json, specialTokensMap] {
      guard let value = source[role] else { continue }
      return value.string ?? value["content"]?.string
    }
    return nil
  }

  /// Names the token of a role that no file speaks of.
  mutating func setDefault(_ role: String, _ token: String) {
    if json[role] == nil, self.token(role) == nil { json[role] = .string(token) }
  }

  /// Roles that no file speaks of go to BERT's names for them.
  func specialTokens(_ id: (String) -> Int32?) -> SpecialTokens {
    func find(_ role: String) -> Int32? {
      let isNull = json[role]?.isNull ?? false
      let name = token(role) ?? Self.roles.first { $0.0 == role }?.1
      return isNull ? nil : name.flatMap(id)
    }
    var special = SpecialTokens()
    special.unk = find("unk_token")
    special.cls = find("cls_token")
    special.sep = find("sep_token")
    special.pad = find("pad_token")
    special.mask = find("mask_token")
    special.bos = find("bos_token")
    special.eos = find("eos_token")
    return special
  }

  /// `added_tokens_decoder`, by id.
  func addedTokens() throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for (key, value) in json["added_tokens_decoder"]?.object?.pairs ?? [] {
      guard let id = Int32(key), id >= 0 else {
        throw .malformed(
          file: file,
          reason: "'added_tokens_decoder' has the key '\(key)', expected \(Component.idRange)")
      }
      tokens.append(try AddedToken(value, id: id, file: file))
    }
    return tokens.sorted { $0.id < $1.id }
  }
}
