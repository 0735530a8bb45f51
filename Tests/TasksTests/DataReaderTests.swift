import Files
import Tasks
import Testing

@Suite struct DataReaderTests {
  @Test func everyReaderHasItsOwnNameAndEndings() {
    #expect(
      dataReaders.map { $0.name } == [
        "tsv", "csv", "jsonl-tags", "jsonl", "squad", "json", "conll", "text", "folder",
      ])
    let endings = dataReaders.flatMap { $0.extensions }
    #expect(Set(endings).count == endings.count)
    #expect(dataReaders.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") })
  }

  /// A reader that is added is tested by this without a new test.
  @Test func noReaderTrapsOnWhatIsNotItsOwn() {
    let contents: [[UInt8]] = [
      [], [0x0A], [0xFF], Array("\u{FEFF}".utf8), Array("\"".utf8), Array("[".utf8),
      Array("{\"a\":".utf8), Array("\t\t\n\t".utf8), Array("a,b\nc\n\"".utf8), Array("[1,2]".utf8),
      Array("{}\n{}\n".utf8), Array("{\"version\": 1, \"data\": [{\"paragraphs\": [{}]}]}".utf8),
      Array("{\"tokens\": [\"a\"]}".utf8), Array("a O\n\nb B-X\n".utf8), [0x22, 0x0D],
      Array("text\tlabel".utf8),
    ]
    for reader in dataReaders {
      for content in contents {
        let source = DatasetSource.file(FileBytes(label: "d", bytes: content))
        for header in [nil, true, false] {
          for text in [[], ["1"], ["1", "2"], ["a", "b", "c"]] {
            _ = try? DatasetLoader.load(
              source, DatasetRequest(format: reader.name, text: text, header: header))
          }
        }
        _ = reader.recognises(source)
      }
    }
  }

  @Test(arguments: [
    ("d.tsv", "a\t1\n", "a"), ("D.TSV", "a\t1\n", "a"), ("d.csv", "a,1\n", "a"),
    ("d.jsonl", "{\"text\": \"a\"}\n", "a"), ("d.ndjson", "{\"text\": \"a\"}\n", "a"),
    ("d.json", "[{\"text\": \"a\"}]", "a"), ("d.txt", "a, b\n", "a, b"),
    // The content decides where the name says less.
    ("d.json", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "a"), ("d.txt", "a\t1\nb\t0\n", "a"),
    ("dev", "a\t1\nb\t0\n", "a"), ("dev", "[{\"text\": \"a\"}]", "a"),
    ("dev", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "a"), ("dev", "a, b\n", "a, b"),
    ("d.v1/dev", "a, b\n", "a, b"),
  ])
  func formatIsRecognised(name: String, content: String, first: String) throws {
    #expect(try load(content, as: name).texts.first == first)
  }

  @Test func formatOverrules() throws {
    let content = "{\"text\": \"a\"}\t1\n{\"text\": \"b\"}\t0\n"
    #expect(try load(content, as: "d.csv", DatasetRequest(format: "tsv")).labels == ["0", "1"])
    let plain = try load("a\t1\n", as: "d.tsv", DatasetRequest(format: "text"))
    #expect(plain.texts == ["a\t1"])
  }

  @Test func unknownFormatListsThoseThereAre() {
    let error = #expect(throws: TaskError.self) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(format: "tvs"))
    }
    #expect(error?.description == "no format is called 'tvs'")
    #expect(error?.choice?.word == "tvs")
    #expect(error?.choice?.among == dataReaders.map { $0.name })
  }

  @Test func emptyFilesHoldNoExamples() {
    for name in ["d.tsv", "d.csv", "d.jsonl", "d.json", "d.txt", "d"] {
      for content in ["", "\u{FEFF}"] {
        #expect(throws: TaskError.empty(file: name)) { try load(content, as: name) }
      }
    }
    for name in ["d.tsv", "d.csv", "d.jsonl", "d.txt"] {
      #expect(throws: TaskError.empty(file: name)) { try load("\n\r\n", as: name) }
    }
    #expect(throws: TaskError.empty(file: "d.tsv")) { try load("text\tlabel\n", as: "d.tsv") }
  }

  @Test func foreignFilesAreNamed() {
    let formats = dataReaders.map { $0.name }
    let gzip = TaskError.unsupported(
      file: "d.tsv.gz", found: "compressed by gzip", formats: formats)
    #expect(throws: gzip) { try load([0x1F, 0x8B, 8, 0], as: "d.tsv.gz") }
    #expect(throws: TaskError.unsupported(file: "d", found: "a Parquet file", formats: formats)) {
      try load(Array("PAR1....".utf8), as: "d")
    }
    #expect(throws: TaskError.unsupported(file: "d.csv", found: "UTF-16 text", formats: formats)) {
      try load([0xFF, 0xFE, 0x61, 0], as: "d.csv")
    }
    #expect(
      gzip.description
        == "'d.tsv.gz' is compressed by gzip, which cannot be read "
        + "(expected tsv, csv, jsonl-tags, jsonl, squad, json, conll, text, folder)")
  }
}
