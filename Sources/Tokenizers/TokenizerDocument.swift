import Files

/// What a tokenizer is made from and saved as: `tokenizer.json`, overruled by the configuration.
struct TokenizerDocument: Sendable {
  let json: JSONObject
  let file: String
  let configuration: TokenizerConfiguration

  /// - Parameter json: the object in `tokenizer.json`.
  init(
    _ json: JSONObject, file: String, configuration: TokenizerConfiguration
  ) throws(TokenizerError) {
    if let version = json["version"], version.string != "1.0" {
      throw .malformed(file: file, reason: "version \(version.serialized()), expected \"1.0\"")
    }
    self.file = file
    self.configuration = configuration
    self.json = try Self.overruled(json, by: configuration, file: file)
  }

  /// Keys of `tokenizer_config.json` and the fields of a BertNormalizer that they set.
  static let overrules = [
    ("do_lower_case", "lowercase"), ("strip_accents", "strip_accents"),
    ("tokenize_chinese_chars", "handle_chinese_chars"),
  ]

  /// Keys that are present in `tokenizer_config.json` win over a BertNormalizer's.
  private static func overruled(
    _ json: JSONObject, by configuration: TokenizerConfiguration, file: String
  ) throws(TokenizerError) -> JSONObject {
    guard var normalizer = json["normalizer"]?.object,
      normalizer["type"]?.string == BertNormalizer.type
    else { return json }
    for (key, field) in overrules {
      guard let value = configuration.json[key] else { continue }
      guard value.bool != nil || (value.isNull && key == "strip_accents") else {
        throw .malformed(
          file: configuration.file,
          reason: "'\(key)' is \(value.serialized()), expected true or false")
      }
      normalizer[field] = value
    }
    var json = json
    json["normalizer"] = .object(normalizer)
    return json
  }

  /// The configuration's `truncation_side`, else what the file says of itself.
  var truncatesLeft: Bool {
    configuration.truncatesLeft ?? (json["truncation"]?["direction"]?.string == "Left")
  }

  /// The file's added tokens and those that the configuration adds or redefines.
  func addedTokens(beside vocabulary: Vocabulary) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for element in json["added_tokens"]?.array ?? [] {
      tokens.append(try AddedToken(element, file: file))
    }
    for token in try configuration.addedTokens() {
      if let i = tokens.firstIndex(where: { ByteKey($0.content) == ByteKey(token.content) }) {
        tokens[i] = AddedToken(token, id: tokens[i].id)
      } else {
        tokens.append(token)
      }
    }
    return tokens.filter { !$0.content.isEmpty }.map { token in
      // As Hugging Face has it: a token that the vocabulary knows keeps the vocabulary's id.
      AddedToken(token, id: vocabulary.id(of: token.content) ?? token.id)
    }
  }
}

extension AddedToken {
  fileprivate init(_ token: AddedToken, id: Int32) {
    self = token
    self.id = id
  }
}
