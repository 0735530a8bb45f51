import Files

/// Whether the first row of a TSV or CSV file holds the names of its columns.
struct Header {
  let isPresent: Bool
  /// What the reader of the result should know about the decision.
  var note: String?

  /// Names that a text column usually has.
  static let textNames = [
    "text", "sentence", "review", "content", "document", "comment", "tweet", "message",
    "sentence1", "sentence2", "premise", "hypothesis", "question", "question1", "question2",
    "text1", "text2", "text_a", "text_b", "context", "passage",
  ]
  /// Names that a label column usually has, the surest first.
  static let labelNames = ["label", "labels", "class", "target"]
  /// Names that a column of identifiers usually has, the surest first.
  static let idNames = ["id", "idx", "guid", "index"]

  init(_ rows: [DelimitedRow], _ request: DatasetRequest) {
    if let header = request.header {
      isPresent = header
      return
    }
    let first = rows[0].fields
    let names = first.map { trimmed($0).lowercased() }
    let wanted = (request.text + [request.label].compactMap(\.self)).filter { Int($0) == nil }
    if !wanted.isEmpty, wanted.allSatisfy({ names.contains($0.lowercased()) }) {
      isPresent = true
      return
    }
    let known = Self.textNames + Self.labelNames + Self.idNames
    if names.contains(where: known.contains), !names.contains(where: { integer($0) != nil }),
      !Self.recurs(first.last!, column: first.count - 1, rows)
    {
      isPresent = true
      return
    }
    isPresent = Self.namesNumbers(rows)
    if isPresent {
      note =
        "line \(rows[0].line) is taken for column names (\(first.joined(separator: ", "))); "
        + "header=false reads it as an example"
    }
  }

  /// Whether a later row has the same value in that column.
  private static func recurs(_ value: String, column: Int, _ rows: [DelimitedRow]) -> Bool {
    rows.dropFirst().contains { row in
      column < row.fields.count && ByteKey(row.fields[column]) == ByteKey(value)
    }
  }

  /// Whether the last column holds integers in every row but the first.
  private static func namesNumbers(_ rows: [DelimitedRow]) -> Bool {
    guard rows.count > 2, let name = rows[0].fields.last, rows[0].fields.count > 1 else {
      return false
    }
    let column = rows[0].fields.count - 1
    return !trimmed(name).isEmpty && integer(trimmed(name)) == nil
      && rows.dropFirst().allSatisfy {
        $0.fields.count == column + 1 && integer(trimmed($0.fields[column])) != nil
      }
  }
}
