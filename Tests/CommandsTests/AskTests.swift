import Commands
import Files
import Foundation
import Language
import Testing

/// `ask`: the answer inside its context.
@Suite struct AskTests {
  @Test func anInterruptedAnswerCountsNoSteps() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    sitting.session.isStopping = { true }
    let failure = try #require(
      sitting.failure("ask base \"who built the mill\" context=\"clara built the mill\""))
    #expect(failure.diagnostic.exit == 130)
    #expect(failure.diagnostic.message == "interrupted; every name is as it was")
  }

  private func trained() throws -> Sitting {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    try sitting.type("a = adapter full on base\ntrain a on d epochs=30 batch=8 lr=5e-3")
    return sitting
  }

  @Test func theAnswerStandsInBracketsInItsContext() throws {
    let sitting = try trained()
    let context = "the mill was built by clara and david saw it"
    let result = try #require(
      try sitting.type("ask a \"who built the mill\" context=\"\(context)\"").last)
    let lines = result.output.text.split(separator: "\n")
    #expect(lines[0] == "the mill was built by [clara] and david saw it", "\(result.output.text)")
    #expect(lines[1].hasPrefix("probability 0."))
    #expect(result.record["text"]?.string == "clara")
    #expect(result.record["start"]?.int == 22 && result.record["end"]?.int == 27)
    #expect(result.record["ids"]?.array?.isEmpty == false)
    #expect(result.record["n_best"]?[0]?["text"]?.string == "clara")
  }

  @Test func saysWhenThereIsNoAnswer() throws {
    let sitting = try trained()
    let result = try #require(
      try sitting.type(
        """
        ask a "who built the mill" context="the mill was built by clara" null_threshold=-100
        """
      ).last)
    #expect(result.output.text.hasPrefix("no answer in the context\n"), "\(result.output.text)")
    #expect(result.record["text"]?.string == "" && result.record["start"]?.isNull == true)
  }

  /// Where nothing has much of a share, the best of the rest is still worth a line.
  @Test func anUnsureAnswerHasItsAlternativesBesideIt() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions(positions: 256)
    let context = Array(repeating: "the mill was built by clara", count: 20).joined(separator: " ")
    let result = try #require(
      try sitting.type(
        "ask base \"who built the mill\" context=\"\(context)\" null_threshold=-100"
      ).last)
    let said = result.output.text
    #expect(result.record["probability"]?.double ?? 1 < 0.01)
    #expect(result.record["n_best"]?[0]?["probability"]?.double ?? 1 < 0.01)
    #expect(said.hasPrefix("no answer in the context\nprobability 0.0"), "\(said)")
    #expect(said.contains("\n  or "), "\(said)")
  }

  @Test func aFileIsReadWhereAtStands() throws {
    let sitting = try trained()
    try sitting.write("\u{FEFF}the mill was built by clara\n", to: "page.txt")
    let results = try sitting.type(
      """
      param page = "page.txt"
      ask a "who built the mill" context=@"page.txt"
      ask a "who built the mill" context=@"$page"
      """)
    #expect(results[1].record["text"]?.string == "clara")
    #expect(results[1].record["start"]?.int == 22, "a byte order mark is no part of the text")
    #expect(results[1].output == results[2].output)
  }

  @Test func aLongContextIsReadInWindows() throws {
    let sitting = try trained()
    let filler = String(repeating: "the tower saw it and ", count: 30)
    let result = try #require(
      try sitting.type(
        """
        ask a "who built the mill" context="\(filler)the mill was built by clara" stride=16 \
          null_threshold=1000
        """
      ).last)
    let said = result.output.text
    #expect(said.contains("[") && said.split(separator: "\n")[0].contains("…"), "\(said)")
    #expect(said.split(separator: "\n")[0].count < 200)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let code: String
    let marked: String
    var suggestion: String?
    var says = ""
    var testDescription: String { typed }
  }

  static let cases = [
    Case(
      typed: "ask base \"who\"", code: "missing-argument", marked: "\"who\"", says: "context="),
    Case(
      typed: "ask base \"who\" contxt=\"x\"", code: "unknown-option", marked: "contxt",
      suggestion: "context"),
    Case(
      typed: "ask base \"who\" passage=\"x\"", code: "unknown-option", marked: "passage",
      suggestion: "context"),
    Case(
      typed: "ask base \"who\" context=page", code: "wrong-type", marked: "page",
      suggestion: "\"page\"", says: "@\"file\""),
    Case(
      typed: "ask base \"who\" context=@\"nowhere.txt\"", code: "missing-file",
      marked: "@\"nowhere.txt\"", says: "nowhere.txt"),
    Case(typed: "ask base \"who\" context=\"  \"", code: "bad-data", marked: "\"  \""),
    Case(typed: "ask base \" \" context=\"x\"", code: "bad-data", marked: "\" \""),
    Case(
      typed: "ask base \"who\" context=\"x\" max_length=99", code: "out-of-range", marked: "99",
      suggestion: "48"),
    Case(
      typed: "ask base \"who\" context=\"x\" max_length=20 stride=17", code: "out-of-range",
      marked: "17", suggestion: "6", says: "stride=17"),
    Case(
      typed: "ask base \"who\" context=\"x\" n_best=0", code: "out-of-range", marked: "0",
      says: "n_best"),
    Case(
      typed: "ask tags \"who\" context=\"x\"", code: "wrong-head", marked: "tags",
      says: "task=question-answering"),
    Case(typed: "ask d \"who\" context=\"x\"", code: "wrong-kind", marked: "d"),
    Case(
      typed: "aks base \"who\" context=\"x\"", code: "unknown-verb", marked: "aks",
      suggestion: "ask"),
    Case(
      typed: "predict base \"who\"", code: "wrong-head", marked: "base", says: "ask base"),
    Case(
      typed: "x = dataset @\"train.json\"", code: "wrong-type", marked: "@\"train.json\"",
      suggestion: "\"train.json\""),
  ]

  @Test(arguments: cases) func oneClearError(_ example: Case) throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    try sitting.type(
      """
      tags = model "tiny" task=token-classification labels=[A, O] tokenizer=tok initialize=true
      """)
    let failure = try #require(sitting.failure(example.typed), "nothing failed")
    #expect(failure.diagnostic.code == example.code, "\(failure.diagnostic.message)")
    #expect(failure.marked == example.marked)
    #expect(failure.diagnostic.suggestion == example.suggestion)
    let said = failure.diagnostic.message
    #expect(example.says.isEmpty || said.contains(example.says), "\(said)")
  }

  @Test func aQuestionLongerThanTheWindowIsSaidOfTheQuestion() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let long = String(repeating: "who built ", count: 40)
    let failure = try #require(
      sitting.failure("ask base \"\(long)\" context=\"the mill was built by clara\""))
    #expect(failure.diagnostic.code == "bad-data")
    #expect(failure.diagnostic.message.hasPrefix("the question has "))
  }
}
