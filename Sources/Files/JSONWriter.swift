extension JSON {
  /// The value as text, without a line end after it.
  ///
  /// - Parameters:
  ///   - indent: spaces a level, laid out as Python's `json.dumps(indent=…)` does; nil for one line
  ///     without spaces.
  ///   - sortedKeys: members by the code points of their names, else in their own order.
  ///   - asciiOnly: escape what is not ASCII, as Python does by default.
  ///
  /// A number that is not finite, which JSON cannot write, becomes `null`.
  package func serialized(
    indent: Int? = nil, sortedKeys: Bool = false, asciiOnly: Bool = false
  ) -> String {
    var writer = JSONWriter(indent: indent, sortedKeys: sortedKeys, asciiOnly: asciiOnly)
    writer.write(self, level: 0)
    return String(decoding: writer.output, as: UTF8.self)
  }
}

private struct JSONWriter {
  let indent: Int?
  let sortedKeys: Bool
  let asciiOnly: Bool
  var output: [UInt8] = []

  init(indent: Int?, sortedKeys: Bool, asciiOnly: Bool) {
    (self.indent, self.sortedKeys, self.asciiOnly) = (indent, sortedKeys, asciiOnly)
  }

  mutating func write(_ value: JSON, level: Int) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .number(let value): output += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let text): write(text)
    case .array(let items):
      list(items, "[", "]", level) { writer, item in writer.write(item, level: level + 1) }
    case .object(let object):
      let pairs =
        sortedKeys
        ? object.pairs.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) } : object.pairs
      list(pairs, "{", "}", level) { writer, pair in
        writer.write(pair.0)
        writer.output += (writer.indent == nil ? ":" : ": ").utf8
        writer.write(pair.1, level: level + 1)
      }
    }
  }

  mutating func list<T>(
    _ items: [T], _ opening: String, _ closing: String, _ level: Int,
    _ writeItem: (inout JSONWriter, T) -> Void
  ) {
    output += opening.utf8
    for (i, item) in items.enumerated() {
      if i > 0 { output.append(UInt8(ascii: ",")) }
      lineBreak(level + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { lineBreak(level) }
    output += closing.utf8
  }

  mutating func lineBreak(_ level: Int) {
    guard let indent else { return }
    output.append(0x0A)
    output += repeatElement(0x20, count: indent * level)
  }

  mutating func write(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\"".utf8
      case "\\": output += "\\\\".utf8
      case "\n": output += "\\n".utf8
      case "\r": output += "\\r".utf8
      case "\t": output += "\\t".utf8
      case "\u{8}": output += "\\b".utf8
      case "\u{C}": output += "\\f".utf8
      default:
        if scalar.value < 0x20 || (asciiOnly && scalar.value > 0x7F) {
          for unit in UTF16.encode(scalar)! { escape(unit) }
        } else {
          output += UTF8.encode(scalar)!
        }
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  mutating func escape(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    output += "\\u".utf8
    output += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
    output += digits.utf8
  }
}
