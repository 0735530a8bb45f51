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
      throw .malformed(file: file, reason: "version \(version.brief), expected \"1.0\"")
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
          reason: "'\(key)' is \(value.brief), expected true or false")
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
    if let listed = json["added_tokens"], !listed.isNull {
      guard let listed = listed.array else {
        throw .malformed(
          file: file, reason: "'added_tokens' is \(listed.brief), expected an array")
      }
      for element in listed { tokens.append(try AddedToken(element, file: file)) }
    }
    tokens += try configuration.addedTokens()
    return try AddedToken.numbered(
      tokens, count: vocabulary.count, file: file, id: vocabulary.id(of:))
  }
}

extension AddedToken {
  /// Tokens with the ids that Hugging Face gives them, whatever the file says: the vocabulary's for
  /// one that it knows, else those after the vocabulary in the order of the tokens.
  ///
  /// A token that comes again redefines the flags of the first.
  ///
  /// - Parameters:
  ///   - count: the size of the vocabulary.
  ///   - id: of a token in the vocabulary.
  static func numbered(
    _ tokens: [AddedToken], count: Int, file: String, id: (String) -> Int32?
  ) throws(TokenizerError) -> [AddedToken] {
    var result: [AddedToken] = []
    var places: [ByteKey: Int] = [:]
    var next = count
    for var token in tokens where !token.content.isEmpty {
      if let place = places[ByteKey(token.content)] {
        token.id = result[place].id
        result[place] = token
        continue
      }
      guard let number = id(token.content) ?? Int32(exactly: next) else {
        throw .malformed(file: file, reason: "no id is left for the token '\(token.content)'")
      }
      token.id = number
      next = max(next, Int(number) + 1)
      places[ByteKey(token.content)] = result.count
      result.append(token)
    }
    return result
  }
}
