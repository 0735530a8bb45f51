import Commands
import Files
import Foundation
import Language
import Testing

/// What the verbs say and make.
@Suite struct VerbTests {
  @Test func aTildeIsTheHomeOfWhoTypesIt() throws {
    let sitting = try Sitting()
    let home = sitting.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let session = Session(
      settings: Settings(threads: 1), folder: sitting.folder, environment: ["HOME": home])
    let source = SourceText(
      text: """
        d = dataset "train.tsv"
        tok = tokenizer train wordpiece on d size=100
        save tok to "~/zz"
        again = tokenizer "~/zz"
        tokenize again d to "~/ids.jsonl"
        """)
    for statement in try Parser.parse(source) {
      _ = try session.evaluate(statement, in: source, cell: nil)
    }
    let there = try FileManager.default.contentsOfDirectory(atPath: home).sorted()
    #expect(there == ["ids.jsonl", "zz"])
    #expect(!FileManager.default.fileExists(atPath: sitting.folder + "/~"))
  }

  @Test func aSavedAdapterComputesTheSameWhenLoaded() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let results = try sitting.type(
      """
      a = adapter dora on base r=2
      train a on films epochs=1
      save a to "saved"
      b = adapter "saved" on base
      evaluate a on dev predictions="a.jsonl"
      evaluate b on dev predictions="b.jsonl"
      merge a as m
      evaluate m on dev
      """)
    #expect(try sitting.bytes("a.jsonl") == sitting.bytes("b.jsonl"))
    let scores = results.suffix(4).compactMap { $0.record["scores"] }
    #expect(scores.count == 3 && scores[0] == scores[1] && scores[1] == scores[2])
  }

  @Test func aSavedModelLoadsWithItsTokenizerAndLabels() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      """
      f = adapter full on base
      train f on films epochs=1
      save f to "whole"
      again = model "whole"
      evaluate f on dev predictions="f.jsonl"
      evaluate again on dev predictions="m.jsonl"
      """)
    #expect(try sitting.bytes("f.jsonl") == sitting.bytes("m.jsonl"))
  }

  @Test func trainLearnsWhatOneWordDecides() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let results = try sitting.type(
      "a = adapter full on base\ntrain a on films eval=dev epochs=8 batch=4 lr=5e-3")
    let epochs = try #require(results.last?.record["epochs"]?.array)
    #expect(epochs.count == 8)
    #expect(epochs.last?["scores"]?["accuracy"]?.double == 1)
    #expect(results.last?.record["trainable_parameters"]?.int ?? 0 > 0)
  }

  @Test func compareNamesItsRowsAndRecordsThem() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let result = try #require(
      try sitting.type(
        """
        t = compare base on films eval=dev epochs=1 {
          full lr=1e-3
          freeze
          lora r=[2, 4]
          wide: dora r=2 targets=all-linear
        }
        """
      ).last)
    let rows = try #require(result.record["rows"]?.array)
    #expect(
      rows.map { $0["name"]?.string } == ["full", "freeze", "lora r=2", "lora r=4", "wide"])
    #expect(rows.map { $0["method"]?.string } == ["full", "freeze", "lora", "lora", "dora"])
    #expect(rows[0]["options"]?["lr"]?.double == 1e-3)
    #expect(rows.allSatisfy { $0["epochs"]?[0]?["peak_bytes"]?["total"]?.int ?? 0 > 0 })
    for word in ["method", "α/r", "lr", "trainable", "accuracy", "precision", "first epoch"]
    where (result.output.text.contains("first epoch") || word != "first epoch") {
      #expect(result.output.text.contains(word), "\(word)")
    }
  }

  @Test func parametersStandForValues() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let results = try sitting.type("param rank = 3\na = adapter lora on base r=$rank")
    #expect(results.last?.output.text.contains("r=3") == true)
  }

  @Test func everyVerbHasHelpAndAnExampleThatParses() throws {
    let sitting = try Sitting()
    for verb in Session.verbs {
      let said = try #require(try sitting.type("help \(verb.name)").last).output.text
      #expect(said.contains(verb.name))
      #expect(try !Parser.parse(SourceText(file: "example", text: verb.example)).isEmpty)
    }
  }
}
