import Foundation
import Testing

/// The models that ship load, and know the words of the data that ships for them.
@Suite struct DemoModelsTests {
  @Test(arguments: [
    ("bert", "text-classification"), ("reader", "question-answering"), ("gpt", "text-generation"),
  ])
  func loads(_ name: String, task: String) throws {
    let sitting = try Sitting()
    let lines = try sitting.type("m = model \"demo:\(name)\" task=\(task)")
    #expect(lines.last?.output.text.hasPrefix("m ") == true)
  }

  @Test func theDecoderIsSmall() throws {
    let folder = Self.demoFiles + "/gpt"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let bytes = try files.reduce(0) { sum, file in
      let found = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)
      return sum + (found[.size] as? Int ?? 0)
    }
    #expect(bytes > 0)
    #expect(bytes <= 8_000_000)
  }

  /// A word in pieces, or unknown, would tell a question from an almanac by its spelling.
  @Test(arguments: ["train", "dev", "test"])
  func theReaderKnowsEveryWordOfTheFacts(_ split: String) throws {
    let vocabulary = Set(
      try String(contentsOfFile: Self.demoFiles + "/reader/vocab.txt", encoding: .utf8)
        .split(separator: "\n"))
    let file = try String(contentsOfFile: Self.demoFiles + "/facts/\(split).json", encoding: .utf8)
    let data = try #require(
      JSONSerialization.jsonObject(with: Data(file.utf8)) as? [String: Any])
    var unknown: Set<String> = []
    for article in data["data"] as? [[String: Any]] ?? [] {
      for paragraph in article["paragraphs"] as? [[String: Any]] ?? [] {
        let questions = (paragraph["qas"] as? [[String: Any]] ?? []).compactMap { $0["question"] }
        for case let text as String in [paragraph["context"] as Any] + questions {
          let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
          unknown.formUnion(words.filter { !vocabulary.contains($0) }.map(String.init))
        }
      }
    }
    #expect(unknown.isEmpty, "\(unknown.sorted())")
  }

  private static let demoFiles =
    URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    + "/Sources/CDemoFiles"
}
