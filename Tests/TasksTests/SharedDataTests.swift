import Files
import Foundation
import Tasks
import Testing

/// The real data sets beside the package, as their README counts them.
@Suite(.enabled(if: TestFiles.sharedData != nil, "no ../shared/data and no PEFTBOOK_SHARED"))
struct SharedDataTests {
  private func dataset(
    _ name: String, _ request: DatasetRequest = DatasetRequest()
  ) throws -> Dataset {
    let path = try #require(TestFiles.sharedData) + "/" + name
    return try DatasetLoader.load(.file(try FileBytes(mapping: path)), request)
  }

  @Test(arguments: [
    ("sst2-train-4k.tsv", ["0", "1"], [1915, 2085]), ("sst2-dev-1k.tsv", ["0", "1"], [520, 480]),
    ("imdb-train-4k.jsonl", ["0", "1"], [2000, 2000]),
    ("imdb-dev-1k.jsonl", ["0", "1"], [500, 500]),
    ("chnsenticorp-dev-500.tsv", ["negative", "positive"], [250, 250]),
  ])
  func hasItsRowsAndLabels(name: String, labels: [String], counts: [Int]) throws {
    let d = try dataset(name)
    #expect(d.labels == labels)
    #expect(d.balance.counts == counts)
    #expect(d.notes.isEmpty)
    #expect(d.rows == Array(1...counts.reduce(0, +)))
  }

  @Test func identifiersAreThoseOfTheFile() throws {
    let d = try dataset("imdb-dev-1k.jsonl", DatasetRequest(limit: 1))
    #expect(d.ids == [.string("test/neg/6810_3")])
  }

  @Test(arguments: [
    ("squad-v2-train-4k.json", QuestionKind.squad2, 4024, 1893, 417),
    ("squad-v2-dev-1k.json", .squad2, 1003, 490, 102),
    ("cmrc2018-dev-500.json", .cmrc, 500, 500, 133),
  ])
  func hasItsQuestions(
    name: String, kind: QuestionKind, questions: Int, answerable: Int, contexts: Int
  ) throws {
    let d = try dataset(name)
    #expect(d.content == .questions(kind))
    #expect(d.examples.count == questions)
    #expect(d.examples.count { $0.answers?.isEmpty == false } == answerable)
    #expect(Set(d.examples.map(\.pair)).count == contexts)
    #expect(try dataset(name, DatasetRequest(answerable: true)).examples.count == answerable)
    let placeless = d.examples.flatMap { $0.answers ?? [] }.count { $0.start == nil }
    #expect(placeless == (kind == .cmrc ? 27 : 0))
  }
}
