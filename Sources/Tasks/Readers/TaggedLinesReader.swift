import Files

/// JSON Lines of tagged sentences: `{"tokens": […], "tags": […]}` a line.
///
/// Words stand under `tokens` or `words`, tags under `tags`, `ner_tags` or `labels`, as strings or
/// as whole numbers.
struct TaggedLinesReader: FileReader {
  static let name = "jsonl-tags"
  static let summary = "a JSON object with tokens and tags a line"
  static let extensions: [String] = []
  static let sharedExtensions = JSONLinesReader.extensions
  private static let wordKeys = ["tokens", "words"]
  private static let tagKeys = ["tags", "ner_tags", "labels"]
  private static let idKeys = ["id", "idx", "guid"]

  static func recognises(_ head: FileHead) -> Recognition {
    let isOther = !sharedExtensions.contains(head.ending) && isKnown(head.ending)
    guard !isOther, let first = head.lines.first,
      let object = try? JSON.parse(FileBytes(label: "", bytes: first)),
      wordKeys.contains(where: { key in
        object[key]?.array?.allSatisfy { $0.string != nil } ?? false
      })
    else { return .no }
    return .byContent
  }

  private static func isKnown(_ ending: String) -> Bool {
    dataReaders.contains { $0.extensions.contains(ending) }
  }

  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    defer { withExtendedLifetime(file) {} }
    var sentences = TaggedSentences(file: file.label)
    for line in Lines(file) where !line.isBlank(in: file) {
      let part = UnsafeRawBufferPointer(rebasing: file.bytes[line.range])
      let value: JSON
      do {
        value = try JSON.parse(bytes: part, file: file.label, firstLine: line.number)
      } catch {
        throw .file(error)
      }
      guard value.object != nil else {
        throw .notAnObject(file: file.label, row: line.number, found: value.found)
      }
      let row = Row(value: value, file: file.label, line: line.number)
      guard let words = try row.strings(wordKeys) else {
        throw .missingValue(file: file.label, row: line.number, column: wordKeys[0])
      }
      try sentences.append(
        id: row.identifier(idKeys), words: words, tags: try row.strings(tagKeys), row: line.number)
    }
    return try sentences.dataset()
  }

  private struct Row {
    let value: JSON
    let file: String
    let line: Int

    func identifier(_ keys: [String]) -> JSON? {
      for key in keys {
        switch value[key] {
        case .string(let id): return .string(id)
        case .integer(let id): return .integer(id)
        default: continue
        }
      }
      return nil
    }

    /// The array under the first of the keys that is there.
    func strings(_ keys: [String]) throws(TaskError) -> [String]? {
      guard let key = keys.first(where: { value[$0].map { !$0.isNull } ?? false }),
        let found = value[key]
      else { return nil }
      guard let array = found.array else {
        throw wrong(key, expected: "an array", found)
      }
      var result: [String] = []
      if array.isEmpty, wordKeys.contains(key) {
        throw .wrongValue(
          file: file, row: line, column: key, expected: "words", found: "an empty array")
      }
      for element in array {
        switch element {
        case .string(let text) where !text.isEmpty: result.append(text)
        case .integer(let number): result.append(String(number))
        default: throw wrong(key, expected: "strings with text", element)
        }
      }
      return result
    }

    private func wrong(_ key: String, expected: String, _ found: JSON) -> TaskError {
      .wrongValue(file: file, row: line, column: key, expected: expected, found: found.found)
    }
  }
}
