import Files
import Foundation
import Testing
import Tokenizers

/// Every text of the shared data against the digests that the scripts committed.
///
/// After a difference, the script's `--expected FOLDER` and
/// `PEFTBOOK_TOKENIZER_EXPECTED=FOLDER` show the first one.
@Suite struct SharedDataTests {
  static let environment = ProcessInfo.processInfo.environment
  static let shared =
    environment["PEFTBOOK_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
  static let miniLM = environment["PEFTBOOK_MINILM"]

  static func exists(_ path: String?) -> Bool {
    path.map(FileManager.default.fileExists(atPath:)) ?? false
  }

  @Test(
    .enabled(if: exists(shared + "/data"), "no shared data: PEFTBOOK_SHARED names its folder"),
    arguments: ["uncased", "cased"])
  func ownVocabulariesMatchHuggingFace(_ name: String) throws {
    try compareAll(name, TokenizerFixtures.load(name))
  }

  @Test(
    .enabled(if: exists(shared + "/data"), "no shared data: PEFTBOOK_SHARED names its folder"),
    .enabled(if: exists(miniLM), "no MiniLM: PEFTBOOK_MINILM names its folder"))
  func miniLMMatchesHuggingFace() throws {
    let folder = try #require(Self.miniLM)
    try compareAll("minilm", TokenizerLoader.load(DiskFolder(folder)))
  }

  @Test(
    .enabled(if: exists(shared + "/data"), "no shared data: PEFTBOOK_SHARED names its folder"),
    arguments: KindFixtures.names)
  func everyKindMatchesHuggingFace(_ name: String) throws {
    try compareAll(name, KindFixtures.load(name), digests: "kinds/digests.json")
  }

  private func compareAll(
    _ name: String, _ tokenizer: any Tokenizer, digests: String = "digests.json"
  ) throws {
    let files = try #require(try TokenizerFixtures.json(digests)["shared"]?.object?.pairs)
    try #require(files.count == 8)
    for (file, row) in files {
      let texts = try Self.texts(file)
      #expect(texts.count == row["texts"]?.int)
      var bytes: [UInt8] = []
      for text in texts { serialise(tokenizer.encode(text), into: &bytes) }
      if digest(bytes) != row[name]?.string {
        Issue.record("\(file) differs with \(name)\(try firstDifference(file, name, texts, bytes))")
      }
    }
  }

  private func firstDifference(
    _ file: String, _ name: String, _ texts: [String], _ found: [UInt8]
  ) throws -> String {
    guard let folder = Self.environment["PEFTBOOK_TOKENIZER_EXPECTED"] else {
      return "; PEFTBOOK_TOKENIZER_EXPECTED=FOLDER would show where"
    }
    let expected = try FileBytes(mapping: "\(folder)/\(file).\(name)").text()
    let rows = zip(
      expected.utf8.split(separator: 0x0A, omittingEmptySubsequences: false),
      found.split(separator: 0x0A, omittingEmptySubsequences: false))
    for (i, (a, b)) in rows.enumerated() where !a.elementsEqual(b) {
      return """
         first in text \(i), \(texts[i].debugDescription)
        expected \(Substring(a))
        found    \(String(decoding: b, as: UTF8.self))
        """
    }
    return ""
  }

  /// Every text of a file: each column of a TSV, each string value of JSON.
  private static func texts(_ name: String) throws -> [String] {
    let bytes = try FileBytes(mapping: shared + "/data/" + name)
    if name.hasSuffix(".json") { return strings(try JSON.parse(bytes)) }
    let lines = try bytes.text().utf8.split(separator: 0x0A)
    if name.hasSuffix(".jsonl") {
      return try lines.flatMap { strings(try JSON.parse(String(Substring($0)), file: name)) }
    }
    return lines.flatMap { line in
      line.split(separator: 0x09, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
  }

  private static func strings(_ json: JSON) -> [String] {
    switch json {
    case .string(let text): [text]
    case .array(let values): values.flatMap(strings)
    case .object(let object): object.pairs.flatMap { strings($0.1) }
    default: []
    }
  }
}
