import Commands
import Files
import Foundation
import Language
import Tasks
import Testing

/// Span question answering from a file of questions to files of answers.
@Suite struct QuestionAnsweringTests {
  @Test func trainsEvaluatesSavesAndLoads() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let results = try sitting.type(
      """
      evaluate base on dev
      a = adapter full on base
      train a on d eval=dev epochs=30 batch=8 lr=5e-3
      save a to "whole"
      again = model "whole"
      evaluate a on dev predictions="a.json" na_probs="na.json"
      evaluate again on dev max_length=48 predictions="again.json"
      """)
    let fresh = try #require(results[0].record["scores"])
    let scores = try #require(results[5].record["scores"])
    #expect(scores["f1"]!.double! > fresh["f1"]!.double! + 40, "\(fresh) to \(scores)")
    #expect(scores["HasAns_f1"]!.double! > 60)
    #expect(try sitting.bytes("a.json") == sitting.bytes("again.json"))
    #expect(scores == results[6].record["scores"])
    let said = results[5].output.text
    for word in ["HasAns", "NoAns", "always null", "overlap"] {
      #expect(said.contains(word), "\(said)")
    }
    try officialFilesScoreTheSame(sitting, scores)
  }

  /// The files as the official script reads them, scored by what the script is: `SQuAD2Scores`,
  /// which its own fixture holds to the script.
  private func officialFilesScoreTheSame(_ sitting: Sitting, _ scores: JSON?) throws {
    let answers = try JSON.parse(FileBytes(mapping: sitting.folder + "/a.json"))
    let missing = try JSON.parse(FileBytes(mapping: sitting.folder + "/na.json"))
    let data = try JSON.parse(FileBytes(mapping: sitting.folder + "/dev.json"))
    let questions = (data["data"]![0]!["paragraphs"]!.array!).flatMap { $0["qas"]!.array! }
    let ids = questions.map { $0["id"]!.string! }
    let official = SQuAD2Scores.score(
      predictions: ids.map { answers[$0]!.string! },
      references: questions.map { $0["answers"]!.array!.map { $0["text"]!.string! } },
      noAnswerProbabilities: ids.map { missing[$0]!.double! })
    for (key, value) in official.values {
      #expect(abs(scores![key]!.double! - value) < 1e-9, "\(key)")
    }
  }

  @Test func linesOfAnswersHoldSlicesOfTheContext() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    try sitting.type("predict base dev to \"out.jsonl\" n_best=3 max_answer_length=2")
    let lines = String(decoding: try sitting.bytes("out.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 15)
    let data = try JSON.parse(FileBytes(mapping: sitting.folder + "/dev.json"))
    let contexts = data["data"]![0]!["paragraphs"]!.array!.map { $0["context"]!.string! }
    for (line, context) in zip(lines, contexts) {
      let row = try JSON.parse(FileBytes(label: "row", bytes: Array(line.utf8)))
      #expect(row["n_best"]!.array!.count == 3)
      for one in row["n_best"]!.array! {
        let (start, end) = (one["start"]!.int!, one["end"]!.int!)
        #expect(Array(context)[start..<end].map(String.init).joined() == one["text"]!.string!)
      }
    }
  }

  @Test func whatWasTrainedIsRemembered() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let results = try sitting.type(
      """
      t = compare base on d eval=dev epochs=1 max_length=16 stride=3 n_best=7 null_threshold=1.5 {
        lora r=2
      }
      a = pick t best
      merge a as m
      evaluate a on dev
      evaluate m on dev
      evaluate a on dev max_length=48
      """)
    let options = results[0].record["rows"]?[0]?["options"]
    #expect(options?["max_length"]?.int == 16 && options?["stride"]?.int == 3)
    #expect(options?["n_best"]?.int == 7 && options?["null_threshold"]?.double == 1.5)
    #expect(results[3].output.text.contains("several windows of 16 tokens"))
    for key in ["exact", "f1", "overlap_f1"] {
      #expect(
        results[3].record["scores"]?[key] == results[4].record["scores"]?[key], "merged: \(key)")
    }
    #expect(!results[5].output.text.contains("several windows"))
  }

  @Test func versionOneHasNoUnanswerableQuestions() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    try sitting.write(Sitting.squad(6, version: "1.1"), to: "one.json")
    let results = try sitting.type("one = dataset \"one.json\"\nevaluate base on one")
    let said = try #require(results.last).output.text
    #expect(!said.contains("NoAns") && said.contains("exact"), "\(said)")
    let scores = results.last?.record["scores"]
    #expect(scores?["NoAns_f1"] == nil && scores?["exact"] != nil)
  }

  @Test func comparisonsTestWhatSingleQuestionsScore() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let said = try #require(
      try sitting.type(
        """
        t = compare base on d eval=dev epochs=2 batch=8 {
          full lr=5e-3
          freeze
          lora r=2
          dora r=2
        }
        save t to "t.csv"
        """
      ).first
    ).output.text
    #expect(said.contains("McNemar's exact test of exact, paired t test of f1"), "\(said)")
    #expect(said.contains("always null") && said.contains("overlap"))
    for line in said.split(separator: "\n") where !line.contains("difference") {
      #expect(line.count <= 130, "\(line)")
    }
    let table = String(decoding: try sitting.bytes("t.csv"), as: UTF8.self)
    #expect(table.contains("overlap_f1") && table.contains("HasAns_exact"))
  }

  @Test(arguments: SameBitsTests.methods)
  func theSameBitsOnAnyNumberOfThreads(_ method: String) throws {
    #expect(try SameBitsTests.files(of: method, on: "d") { try $0.prepareQuestions() }.count == 1)
  }

  @Test func featuresThatDoNotFitAreSaidOnce() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let said = try #require(
      try sitting.type(
        "a = adapter freeze on base\ntrain a on d eval=dev epochs=2 feature_cache=1KB"
      ).last
    ).output.text
    #expect(said.components(separatedBy: "do not fit feature_cache").count == 2, "\(said)")
  }
}
