import Files

/// Questions over contexts as SQuAD 1.1, SQuAD 2.0 and the SQuAD-style files of CMRC 2018 have
/// them: articles of paragraphs, each a context with its questions.
///
/// Offsets count code points. Every reference is kept and every one with an offset must stand
/// there.
struct SQuADReader: FileReader {
  static let name = "squad"
  static let summary = "questions over contexts, as SQuAD and CMRC 2018 (JSON)"
  static let extensions: [String] = []
  static let sharedExtensions = ["json"]

  static func recognises(_ head: FileHead) -> Recognition {
    guard let first = head.lines.first?.first(where: { $0 != 0x20 && $0 != 0x09 }),
      first == UInt8(ascii: "{"), head.ending == "json" || !isKnown(head.ending)
    else { return .no }
    let has = { (key: String) in head.lines.contains { $0.contains(Array("\"\(key)\"".utf8)) } }
    return has("paragraphs") || (has("data") && has("version")) ? .byContent : .no
  }

  private static func isKnown(_ ending: String) -> Bool {
    dataReaders.contains { $0.extensions.contains(ending) }
  }

  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    let value: JSON
    do { value = try JSON.parse(file[file.contentStart..<file.count]) } catch {
      throw .file(error)
    }
    var collector = QuestionCollector(file: file.label)
    var place = QuestionPlace(file: file.label)
    let root = try QuestionValue(value, place).object("the file")
    for (i, article) in try root.array("data").enumerated() {
      place = QuestionPlace(file: file.label, article: i + 1)
      let article = try QuestionValue(article, place).object("data")
      for (k, paragraph) in try article.array("paragraphs").enumerated() {
        place.paragraph = k + 1
        try collector.add(QuestionValue(paragraph, place).object("paragraphs"))
      }
    }
    let version = value["version"]?.string ?? ""
    try collector.checkAnswers()
    return collector.dataset(hasUnanswerable: version.utf8.starts(with: "v2".utf8))
  }
}
