import Commands
import Files
import Foundation
import Language
import Testing

/// Tagging from a file of sentences to a file of tags.
@Suite struct TaggingTests {
  @Test func trainsEvaluatesSavesAndLoads() throws {
    let sitting = try Sitting()
    try sitting.prepareTags()
    let results = try sitting.type(
      """
      a = adapter lora on base r=4 targets=all-linear
      train a on d eval=dev epochs=12 batch=4 lr=1e-2
      save a to "saved"
      b = adapter "saved" on base
      evaluate a on dev predictions="a.jsonl"
      evaluate b on dev predictions="b.jsonl"
      merge a as m
      evaluate m on dev
      predict a "mr clara lives in old town"
      """)
    let scores = results[4].record["scores"]
    #expect(scores?["f1"]?.double ?? 0 > 0.8, "\(results[1].output.text)")
    #expect(scores == results[5].record["scores"] && scores == results[7].record["scores"])
    #expect(try sitting.bytes("a.jsonl") == sitting.bytes("b.jsonl"))
    #expect(results[4].output.text.contains("PER") && results[4].output.text.contains("LOC"))
    let first = String(decoding: try sitting.bytes("a.jsonl"), as: UTF8.self)
      .split(separator: "\n")[0]
    let row = try JSON.parse(FileBytes(label: "row", bytes: Array(first.utf8)))
    #expect(row["tokens"]?.array?.count == 7 && row["prediction"]?.array?.count == 7)
    #expect(row["tags"]?[1]?.string == "B-PER")
    #expect(results[8].record["tokens"]?.array?.count == 6)
    #expect(results[8].output.text.split(separator: "\n").count == 6)
  }

  @Test(arguments: SameBitsTests.methods)
  func theSameBitsOnAnyNumberOfThreads(_ method: String) throws {
    #expect(try SameBitsTests.files(of: method, on: "d") { try $0.prepareTags() }.count == 1)
  }

  @Test func comparisonsTestWholeSentences() throws {
    let sitting = try Sitting()
    try sitting.prepareTags()
    let said = try #require(
      try sitting.type(
        """
        t = compare base on d eval=dev epochs=1 {
          full
          freeze
        }
        """
      ).last
    ).output.text
    #expect(said.contains("McNemar's exact test of whole sentences"), "\(said)")
  }

  @Test func sentencesWithoutTagsAreOnlyPredicted() throws {
    let sitting = try Sitting()
    try sitting.prepareTags()
    try sitting.write(
      "{\"id\": 4, \"tokens\": [\"mr\", \"anna\"]}\n", to: "plain.jsonl")
    try sitting.type("x = dataset \"plain.jsonl\"\npredict base x to \"out.jsonl\"")
    let row = try JSON.parse(FileBytes(mapping: sitting.folder + "/out.jsonl"))
    #expect(row["id"]?.int == 4 && row["tags"]?.isNull == true)
    let failure = try #require(sitting.failure("evaluate base on x"))
    #expect(failure.diagnostic.code == "bad-data" && failure.marked == "x")
    #expect(failure.diagnostic.message.contains("has no tags"))
  }

  @Test func aTextIsReadAsTaggedSentencesAre() throws {
    let sitting = try Sitting()
    try sitting.prepareTags()
    let result = try #require(
      try sitting.type("predict base \"mr clara lives (in old town).\"").last)
    #expect(
      result.record["tokens"]?.array?.compactMap(\.string)
        == ["mr", "clara", "lives", "(", "in", "old", "town", ")", "."])
    #expect(result.output.text.split(separator: "\n").count == 9)
  }

  @Test func tagsGivenByNumberAreWrittenByName() throws {
    let sitting = try Sitting()
    try sitting.prepareTags()
    try sitting.write(
      "{\"tokens\": [\"mr\", \"anna\"], \"ner_tags\": [1, 0]}\n", to: "numbers.jsonl")
    try sitting.type(
      """
      n = model "tiny" task=token-classification labels=[O, B-PER] tokenizer=tok initialize=true
      x = dataset "numbers.jsonl"
      evaluate n on x predictions="out.jsonl"
      """)
    let row = try JSON.parse(FileBytes(mapping: sitting.folder + "/out.jsonl"))
    #expect(row["tags"]?.array?.compactMap(\.string) == ["B-PER", "O"])
    let known = row["prediction"]?.array?.allSatisfy { ["O", "B-PER"].contains($0.string) }
    #expect(known == true)
  }
}
