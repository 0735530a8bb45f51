import Files

/// Sentences on their way to a data set: tags may be absent from the whole file, not from some
/// rows.
struct TaggedSentences {
  let file: String
  /// The row of each id.
  private var places: [String: Int] = [:]
  private var rows: [(id: JSON?, words: [String], tags: [String]?, row: Int)] = []

  init(file: String) { self.file = file }

  mutating func append(
    id: JSON?, words: [String], tags: [String]?, row: Int
  ) throws(TaskError) {
    if words.isEmpty { throw .missingValue(file: file, row: row, column: "tokens") }
    if let tags, tags.count != words.count {
      throw .tagCount(file: file, row: row, words: words.count, tags: tags.count)
    }
    if let spelled = id.map({ $0.string ?? $0.serialized() }),
      let first = places.updateValue(row, forKey: spelled)
    {
      throw .repeatedID(file: file, row: row, id: spelled, first: first)
    }
    rows.append((id, words, tags, row))
  }

  /// Tags numbered in their order, as labels are.
  func dataset() throws(TaskError) -> Dataset {
    let labelled = rows.count { $0.tags != nil }
    if labelled > 0, let missing = rows.first(where: { $0.tags == nil }) {
      throw .missingLabel(
        file: file, row: missing.row, column: "tags", labelled: labelled, rows: rows.count)
    }
    var seen: Set<ByteKey> = []
    for row in rows { for tag in row.tags ?? [] { seen.insert(ByteKey(tag)) } }
    let names = inLabelOrder(seen.map(\.text))
    var classes: [ByteKey: Int] = [:]
    for (i, name) in names.enumerated() { classes[ByteKey(name)] = i }
    let examples = rows.enumerated().map { i, row in
      Example(
        id: row.id ?? .integer(i), words: row.words,
        tags: row.tags.map { $0.map { classes[ByteKey($0)]! } }, row: row.row)
    }
    return Dataset(source: file, content: .tagging(tags: names), examples: examples)
  }
}
