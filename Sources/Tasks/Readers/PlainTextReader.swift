import Files

/// Plain text: every line that is not blank is an example, kept as it stands.
struct PlainTextReader: FileReader {
  static let name = "text"
  static let summary = "plain text, an example a line, no labels"
  static let extensions = ["txt", "text"]

  static func recognises(_ head: FileHead) -> Recognition {
    // Below `byName`, so that a table called data.txt is found by its tabs.
    let known = dataReaders.contains { $0.name != name && $0.extensions.contains(head.ending) }
    return known ? .no : .possible
  }

  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    defer { withExtendedLifetime(file) {} }
    var examples: [Example] = []
    for line in Lines(file) where !line.isBlank(in: file) {
      let text = try file.text(line.range)
      examples.append(Example(id: .integer(examples.count), text: text, row: line.number))
    }
    return Dataset(source: file.label, content: .text, examples: examples)
  }
}
