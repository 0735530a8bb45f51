/// A JSON value; strings are compared by their code points, objects with their order.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  /// A literal without point or exponent that fits.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  package subscript(_ key: String) -> JSON? { object?[key] }

  package subscript(_ index: Int) -> JSON? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var int: Int? { if case .integer(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// A number, whole or not.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  package var isNull: Bool { if case .null = self { true } else { false } }
}

extension JSON: Equatable {
  package static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.integer(let x), .integer(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    // Swift's `==` holds composed and decomposed accents for the same string.
    case (.string(let x), .string(let y)): ByteKey(x) == ByteKey(y)
    case (.array(let x), .array(let y)): x == y
    case (.object(let x), .object(let y)): x == y
    default: false
    }
  }
}

/// An object's members in order, with quick look-up by name.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  package private(set) var pairs: [(String, JSON)] = []
  /// Places by name, once there are too many to look through.
  private var places: [ByteKey: Int] = [:]
  private static let few = 8

  package init() {}

  /// Of several members with one name the last counts, in the place of the first.
  package init(_ pairs: [(String, JSON)]) {
    self.pairs.reserveCapacity(pairs.count)
    for (key, value) in pairs { self[key] = value }
  }

  package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }

  package var count: Int { pairs.count }
  package var isEmpty: Bool { pairs.isEmpty }
  package var keys: [String] { pairs.map(\.0) }

  package subscript(key: String) -> JSON? {
    get { place(of: ByteKey(key)).map { pairs[$0].1 } }
    set {
      let byteKey = ByteKey(key)
      switch (place(of: byteKey), newValue) {
      case (let place?, let value?): pairs[place].1 = value
      case (nil, let value?): append(byteKey, value)
      case (let place?, nil):
        pairs.remove(at: place)
        places = [:]
        if pairs.count > Self.few { indexAll() }
      case (nil, nil): break
      }
    }
  }

  package static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.pairs.count == b.pairs.count
      && zip(a.pairs, b.pairs).allSatisfy { ByteKey($0.0) == ByteKey($1.0) && $0.1 == $1.1 }
  }

  /// An object of a text, or the place of the first member whose name stood before.
  static func checked(_ pairs: [(String, JSON)]) -> Result<JSONObject, Repeated> {
    var object = JSONObject()
    object.pairs = pairs
    if pairs.count > few {
      object.places.reserveCapacity(pairs.count)
      for (i, pair) in pairs.enumerated()
      where object.places.updateValue(i, forKey: ByteKey(pair.0)) != nil {
        return .failure(Repeated(place: i))
      }
      return .success(object)
    }
    for i in pairs.indices {
      let key = ByteKey(pairs[i].0)
      if pairs[..<i].contains(where: { ByteKey($0.0) == key }) {
        return .failure(Repeated(place: i))
      }
    }
    return .success(object)
  }

  struct Repeated: Error { let place: Int }

  private func place(of key: ByteKey) -> Int? {
    pairs.count <= Self.few && places.isEmpty
      ? pairs.firstIndex { ByteKey($0.0) == key } : places[key]
  }

  private mutating func append(_ key: ByteKey, _ value: JSON) {
    pairs.append((key.text, value))
    if !places.isEmpty {
      places[key] = pairs.count - 1
    } else if pairs.count > Self.few {
      indexAll()
    }
  }

  private mutating func indexAll() {
    for (i, pair) in pairs.enumerated() { places[ByteKey(pair.0)] = i }
  }
}

/// A string that equals another only when their bytes do.
package struct ByteKey: Hashable, Sendable {
  package let text: String
  package init(_ text: String) { self.text = text }

  package static func == (a: ByteKey, b: ByteKey) -> Bool {
    // Equal strings may still differ in bytes, unequal ones never agree in them.
    a.text == b.text && a.text.utf8.elementsEqual(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if done == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
