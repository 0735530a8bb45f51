import Files

/// A word a line with its tag in the last column, sentences parted by blank lines.
///
/// Columns are parted by tabs where a line has one, else by spaces. `-DOCSTART-` lines are left
/// out.
struct CoNLLReader: FileReader {
  static let name = "conll"
  static let summary = "a word and its tag a line, blank lines between sentences"
  static let extensions = ["conll", "bio", "iob"]

  static func recognises(_ head: FileHead) -> Recognition {
    if extensions.contains(head.ending) { return .byName }
    let rows = head.lines.map { fields(of: $0[...]) }
    guard let count = rows.first?.count, count > 1, rows.count > 1,
      rows.allSatisfy({ $0.count == count && isTag($0[count - 1]) })
    else { return .no }
    // Tags of nothing but "O" could be a column of labels.
    let isTagged = rows.contains { !$0[count - 1].elementsEqual("O".utf8) }
    return isTagged ? .byContent : .no
  }

  /// "O", or a type behind B-, I-, E- or S-.
  private static func isTag(_ field: ArraySlice<UInt8>) -> Bool {
    if field.elementsEqual("O".utf8) { return true }
    return field.count > 2 && "BIES".utf8.contains(field.first!)
      && field.dropFirst().first == UInt8(ascii: "-")
  }

  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    defer { withExtendedLifetime(file) {} }
    var sentences = TaggedSentences(file: file.label)
    var (words, tags, first, columns) = ([String](), [String](), 0, 0)
    func finished() throws(TaskError) {
      guard !words.isEmpty else { return }
      try sentences.append(id: nil, words: words, tags: columns > 1 ? tags : nil, row: first)
      (words, tags) = ([], [])
    }
    for line in Lines(file) {
      let fields = line.isBlank(in: file) ? [] : fields(of: Array(file.bytes[line.range])[...])
      guard let word = fields.first, !word.elementsEqual("-DOCSTART-".utf8) else {
        try finished()
        continue
      }
      if columns == 0 { columns = fields.count }
      if fields.count != columns {
        throw .columnCount(
          file: file.label, row: line.number, expected: columns, found: fields.count)
      }
      if word.isEmpty { throw .missingValue(file: file.label, row: line.number, column: "1") }
      if fields[columns - 1].isEmpty {
        throw .missingValue(file: file.label, row: line.number, column: "\(columns)")
      }
      if words.isEmpty { first = line.number }
      _ = try file.text(line.range)
      words.append(String(decoding: word, as: UTF8.self))
      tags.append(String(decoding: fields[columns - 1], as: UTF8.self))
    }
    try finished()
    return try sentences.dataset()
  }

  private static func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.contains(0x09)
      ? line.split(separator: 0x09, omittingEmptySubsequences: false)
      : line.split(separator: 0x20)
  }
}
