import Files

/// What a statement's result depends on, as it follows from the text, the statements before it and
/// the files it reads: known without running anything.
package struct StatementPlan: Sendable {
  /// An object the statement uses.
  package struct Operand: Sendable {
    package let name: String
    /// Of the version that the name stands for here.
    package let key: String
    /// The cell that made it; nil where it was typed at a prompt.
    package let cell: Int?

    package init(name: String, key: String, cell: Int?) {
      (self.name, self.key, self.cell) = (name, key, cell)
    }
  }

  /// A file or folder the statement reads.
  package struct Source: Sendable {
    /// As typed.
    package let path: String
    /// Of its bytes; "missing" where there is nothing to read.
    package let digest: String
    /// The cell that writes it; nil for one that was there before.
    package let cell: Int?

    package init(path: String, digest: String, cell: Int?) {
      (self.path, self.digest, self.cell) = (path, digest, cell)
    }
  }

  /// The statement in one spelling: options in order of name with their defaults, places instead of
  /// names, nothing that cannot change a result.
  package let text: String
  package let operands: [Operand]
  package let sources: [Source]
  package let arithmetic: String
  /// The address of the result.
  package let key: String

  /// - Parameter revision: of the arithmetic of this program.
  package init(
    text: String, operands: [Operand], sources: [Source], arithmetic: String, revision: Int
  ) {
    (self.text, self.operands, self.sources) = (text, operands, sources)
    self.arithmetic = arithmetic
    let parts =
      ["statement", text] + operands.map { "object " + $0.key }
      + sources.map { "file \($0.path) \($0.digest)" }
      + ["arithmetic \(arithmetic)", "revision \(revision)"]
    key = digest(of: parts)
  }

  init(record json: JSON) {
    text = json["text"]?.string ?? ""
    key = json["key"]?.string ?? ""
    arithmetic = json["arithmetic"]?.string ?? ""
    operands = (json["operands"]?.array ?? []).map {
      Operand(name: $0[0]?.string ?? "", key: $0[1]?.string ?? "", cell: nil)
    }
    sources = (json["sources"]?.array ?? []).map {
      Source(path: $0[0]?.string ?? "", digest: $0[1]?.string ?? "", cell: nil)
    }
  }

  var record: JSON {
    .object([
      "text": .string(text), "key": .string(key), "arithmetic": .string(arithmetic),
      "operands": .array(operands.map { .array([.string($0.name), .string($0.key)]) }),
      "sources": .array(sources.map { .array([.string($0.path), .string($0.digest)]) }),
    ])
  }
}

/// One digest of several texts, of which none can pass for a part of another.
package func digest(of parts: [String]) -> String {
  var stream = SHA256Stream()
  for part in parts { stream.update("\(part.utf8.count) \(part)\n") }
  return stream.finish()
}
