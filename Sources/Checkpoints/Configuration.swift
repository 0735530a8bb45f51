import Files

/// A `config.json`, its values read by key and checked; `null` counts as absent.
package struct Configuration: Sendable {
  /// The whole of it, an object.
  package let json: JSON
  /// What errors call it.
  package let file: String

  package init(file path: String) throws(CheckpointError) {
    try self.init(
      checked: filing { () throws(FileError) in try JSON.parse(FileBytes(mapping: path)) },
      file: path)
  }

  package init(_ folder: any Folder, name: String) throws(CheckpointError) {
    let path = folder.path + "/" + name
    try self.init(
      checked: filing { () throws(FileError) in try JSON.parse(folder.open(name)) }, file: path)
  }

  package init(json: JSON, file: String) { (self.json, self.file) = (json, file) }

  private init(checked json: JSON, file: String) throws(CheckpointError) {
    guard json.object != nil else { throw .malformed(file: file, reason: "not a JSON object") }
    self.init(json: json, file: file)
  }

  /// The largest size a configuration may name: products of two stay within an `Int`.
  package static let largest = Int(Int32.max)

  package func string(
    _ key: String, default fallback: String? = nil
  ) throws(CheckpointError) -> String {
    try value(key, fallback, "a string", \.string)
  }

  package func integer(
    _ key: String, default fallback: Int? = nil
  ) throws(CheckpointError) -> Int {
    try value(key, fallback, "a whole number", \.int)
  }

  /// A whole number from 1 to `largest`.
  package func positive(
    _ key: String, default fallback: Int? = nil
  ) throws(CheckpointError) -> Int {
    try value(key, fallback, "a whole number from 1 to \(Self.largest)") { json in
      json.int.flatMap { (1...Self.largest).contains($0) ? $0 : nil }
    }
  }

  package func number(
    _ key: String, default fallback: Double? = nil
  ) throws(CheckpointError) -> Double {
    try value(key, fallback, "a number", \.double)
  }

  /// A number between two others, either included.
  package func number(
    _ key: String, in range: ClosedRange<Double>, default fallback: Double
  ) throws(CheckpointError) -> Double {
    let expected =
      "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    return try value(key, fallback, expected) { json in
      json.double.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Without ".0" at the end of a whole number.
  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }

  /// A number from 0 to below 1.
  package func probability(
    _ key: String, default fallback: Float? = nil
  ) throws(CheckpointError) -> Float {
    try value(key, fallback, "a number from 0 to below 1") { json in
      json.double.flatMap { (0..<1).contains(Float($0)) ? Float($0) : nil }
    }
  }

  package func bool(
    _ key: String, default fallback: Bool? = nil
  ) throws(CheckpointError) -> Bool {
    try value(key, fallback, "true or false", \.bool)
  }

  /// The same with another value for a key, or without it.
  package func setting(_ key: String, _ value: JSON?) -> Configuration {
    var object = json.object ?? [:]
    object[key] = value
    return Configuration(json: .object(object), file: file)
  }

  /// The error for a key whose value is not what was expected.
  package func wrong(_ key: String, _ expected: String) -> CheckpointError {
    guard let found = json[key], !found.isNull else { return .missingKey(key: key, file: file) }
    let text = found.serialized()
    let shown = text.unicodeScalars.count > 80 ? String(text.prefix(77)) + "..." : text
    return .wrongValue(key: key, found: shown, expected: expected, file: file)
  }

  private func value<T>(
    _ key: String, _ fallback: T?, _ expected: String, _ read: (JSON) -> T?
  ) throws(CheckpointError) -> T {
    guard let found = json[key], !found.isNull else {
      if let fallback { return fallback }
      throw .missingKey(key: key, file: file)
    }
    guard let result = read(found) else { throw wrong(key, expected) }
    return result
  }
}
