import Files

/// One part of `tokenizer.json` with its place, for errors.
struct Component {
  let json: JSONObject
  /// "normalizer", "pre_tokenizer", "post_processor", "decoder" or "model".
  let name: String
  let file: String

  init(_ json: JSON, name: String, file: String) throws(TokenizerError) {
    guard let object = json.object else {
      throw .malformed(file: file, reason: "'\(name)' is not an object")
    }
    (self.json, self.name, self.file) = (object, name, file)
  }

  /// The parts of a `Sequence`; how deep these stand in one another is bounded by the JSON parser.
  func parts<T>(
    _ key: String, _ make: (Component) throws(TokenizerError) -> T
  ) throws(TokenizerError) -> [T] {
    var parts: [T] = []
    for json in try array(key) {
      parts.append(try make(Component(json, name: name, file: file)))
    }
    return parts
  }

  /// What an id may be.
  static let idRange = "a whole number below 2147483648"

  /// The value of `type`; old files leave it out for a model.
  var type: String { json["type"]?.string ?? "none" }

  func malformed(_ reason: String) -> TokenizerError {
    .malformed(file: file, reason: "\(name): \(reason)")
  }

  func wrong(_ key: String, _ expected: String) -> TokenizerError {
    guard let found = json[key] else { return malformed("'\(key)' is missing") }
    return malformed("'\(key)' is \(found.brief), expected \(expected)")
  }

  func bool(_ key: String, default fallback: Bool? = nil) throws(TokenizerError) -> Bool {
    if json[key] == nil, let fallback { return fallback }
    guard let value = json[key]?.bool else { throw wrong(key, "true or false") }
    return value
  }

  /// Nil for null and for a missing key.
  func optionalBool(_ key: String) throws(TokenizerError) -> Bool? {
    guard let value = json[key], !value.isNull else { return nil }
    guard let bool = value.bool else { throw wrong(key, "true, false or null") }
    return bool
  }

  func string(_ key: String, default fallback: String? = nil) throws(TokenizerError) -> String {
    if json[key] == nil, let fallback { return fallback }
    guard let value = json[key]?.string else { throw wrong(key, "a string") }
    return value
  }

  func count(_ key: String, default fallback: Int? = nil) throws(TokenizerError) -> Int {
    if json[key] == nil, let fallback { return fallback }
    guard let value = json[key]?.int, value >= 0 else { throw wrong(key, "a whole number") }
    return value
  }

  /// A text of one character.
  func scalar(_ key: String) throws(TokenizerError) -> Unicode.Scalar {
    let scalars = json[key]?.string?.unicodeScalars
    guard let first = scalars?.first, scalars?.count == 1 else {
      throw wrong(key, "one character")
    }
    return first
  }

  func array(_ key: String) throws(TokenizerError) -> [JSON] {
    guard let value = json[key]?.array else { throw wrong(key, "an array") }
    return value
  }

  /// The kind among those known that this part's type names.
  func kind<T>(among kinds: [(type: String, value: T)]) throws(TokenizerError) -> T {
    if let found = kinds.first(where: { $0.type == type }) { return found.value }
    throw .unsupported(
      component: name, type: type, file: file, supported: kinds.map(\.type))
  }
}

extension JSON {
  /// The value as it is written, for a message: not more of it than a reader takes in.
  var brief: String {
    let text = serialized().unicodeScalars
    guard text.count > 80 else { return String(text) }
    return String(String.UnicodeScalarView(text.prefix(80))) + "…"
  }
}
