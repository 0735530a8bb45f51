import Files

/// What a statement printed and recorded, under the key of all that it depends on.
package struct CacheEntry: Sendable {
  /// A file or folder that the statement wrote.
  package struct Written: Sendable, Equatable {
    package let path: String
    package let digest: String

    package init(path: String, digest: String) { (self.path, self.digest) = (path, digest) }
  }

  package let key: String
  /// As it was typed: for lists.
  package let statement: String
  package let output: CellOutput
  package let record: JSONObject
  package let written: [Written]
  /// The names under which it was printed, its own and those of everything it was made from.
  package let names: [String]
  /// Tells which name stood where.
  package let naming: String
  /// What whoever evaluates wants to know of the object that was made; nil where none was.
  package let facts: JSONObject?

  package init(
    key: String, statement: String, output: CellOutput, record: JSONObject, written: [Written],
    names: [String], naming: String, facts: JSONObject? = nil
  ) {
    (self.key, self.statement, self.output, self.record) = (key, statement, output, record)
    (self.written, self.names, self.naming, self.facts) = (written, names, naming, facts)
  }

  init?(json: JSON) {
    guard let key = json["key"]?.string, let statement = json["statement"]?.string,
      let output = json["output"].flatMap(CellOutput.init(json:)),
      let record = json["record"]?.object, let written = json["written"]?.array,
      let names = json["names"]?.array, let naming = json["naming"]?.string
    else { return nil }
    self.init(
      key: key, statement: statement, output: output, record: record,
      written: written.map {
        Written(path: $0[0]?.string ?? "", digest: $0[1]?.string ?? "")
      }, names: names.compactMap(\.string), naming: naming, facts: json["facts"]?.object)
  }

  var json: JSON {
    var json: JSONObject = [
      "key": .string(key), "statement": .string(statement), "output": output.json,
      "record": .object(record),
      "written": .array(written.map { .array([.string($0.path), .string($0.digest)]) }),
      "names": .array(names.map { .string($0) }), "naming": .string(naming),
    ]
    if let facts { json["facts"] = .object(facts) }
    return .object(json)
  }

  /// Whether the output reads the same under other names: it holds none of the old ones as a word.
  package var printsNoName: Bool {
    let names = Set(names)
    func isPart(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "_" || scalar == "." || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
    }
    let words = output.text.unicodeScalars.split { !isPart($0) }
    return !words.contains { word in
      var word = word
      while word.last == "." { word.removeLast() }
      return names.contains(String(word))
    }
  }
}

extension CellOutput {
  /// Lines of `[kind, printed, exact]`, and `true` behind it for what is emphasised.
  var json: JSON {
    .array(
      lines.map { line in
        .array(
          line.map { part in
            let fields: [JSON] = [
              .string(part.kind.rawValue), .string(part.printed), .string(part.exact),
            ]
            return .array(part.isEmphasised ? fields + [.bool(true)] : fields)
          })
      })
  }

  init?(json: JSON) {
    guard let lines = json.array else { return nil }
    var read: [[OutputPart]] = []
    for line in lines {
      var parts: [OutputPart] = []
      for part in line.array ?? [] {
        guard let kind = part[0]?.string.flatMap(OutputPart.Kind.init(rawValue:)),
          let printed = part[1]?.string, let exact = part[2]?.string
        else { return nil }
        parts.append(
          OutputPart(kind: kind, printed: printed, exact: exact)
            .emphasised(part[3]?.bool ?? false))
      }
      read.append(parts)
    }
    self.init(lines: read)
  }
}
