import Foundation
import Tasks
import Testing

/// What ships as `demo:reviews` must be hard for a reader who only counts words.
@Suite struct DemoReviewsTests {
  private static let splits = ["train", "dev", "test"]
  private static let arePresent = splits.allSatisfy {
    FileManager.default.fileExists(atPath: TestFiles.reviews + "/\($0).tsv")
  }

  private func split(_ name: String) throws -> Dataset {
    try load(disk: TestFiles.reviews, DatasetRequest(split: name))
  }

  @Test(.enabled(if: arePresent, "Sources/CDemoFiles/reviews holds no train, dev and test.tsv"))
  func reviewsAreNotABagOfWords() throws {
    let (train, dev) = (try split("train"), try split("dev"))
    #expect(train.labels == ["negative", "positive"])
    #expect(dev.labels == train.labels)
    #expect(dev.balance.shares.allSatisfy { (0.4...0.6).contains($0) })
    let model = BagOfWords(train.texts, classes: train.examples.map { $0.label! })
    let accuracy = model.accuracy(dev.texts, classes: dev.examples.map { $0.label! })
    #expect(accuracy <= 0.65, "bag of words: \(accuracy) on dev")
  }

  @Test(.enabled(if: arePresent, "Sources/CDemoFiles/reviews holds no train, dev and test.tsv"))
  func noTextIsInTwoSplits() throws {
    var seen: [String: String] = [:]
    for name in Self.splits {
      for text in Set(try split(name).texts.map { $0.lowercased() }) {
        let other = seen.updateValue(name, forKey: text)
        #expect(other == nil, "'\(text)' is in \(other ?? "") and \(name)")
      }
    }
  }
}
