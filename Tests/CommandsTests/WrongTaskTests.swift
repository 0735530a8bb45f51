import Foundation
import Language
import Testing

/// Data, models and options that do not fit each other: one clear error, nothing half done.
@Suite struct WrongTaskTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let code: String
    let exit: Int32
    let marked: String
    let says: [String]
    var testDescription: String { typed }
  }

  static let cases = [
    Case(
      typed: "train a on films", code: "bad-data", exit: 66, marked: "films",
      says: ["labelled texts", "question-answering"]),
    Case(
      typed: "train c on d", code: "bad-data", exit: 66, marked: "d",
      says: ["questions over contexts", "text-classification"]),
    Case(
      typed: "evaluate base on tagged", code: "bad-data", exit: 66, marked: "tagged",
      says: ["tagged sentences"]),
    Case(
      typed: "train t on d", code: "bad-data", exit: 66, marked: "d",
      says: ["token-classification needs tagged sentences"]),
    Case(
      typed: "train t on tagged", code: "unknown-label", exit: 66, marked: "tagged",
      says: ["'B-LOC'", "tagged.conll"]),
    Case(
      typed: "train c on films stride=4", code: "unexpected-argument", exit: 65,
      marked: "stride", says: ["question-answering", "text-classification"]),
    Case(
      typed: "evaluate c on films na_probs=\"x.json\"", code: "unexpected-argument", exit: 65,
      marked: "na_probs", says: ["na_probs"]),
    Case(
      typed: "train a on d eval=d best=accuracy", code: "unknown-word", exit: 65,
      marked: "accuracy", says: ["f1", "overlap_f1"]),
    Case(
      typed: "train a on d stride=60", code: "out-of-range", exit: 65, marked: "60",
      says: ["max_length=48"]),
    Case(
      typed: "x = dataset \"off.json\"", code: "bad-data", exit: 66, marked: "\"off.json\"",
      says: ["off.json", "question 1", "id 'a7'", "at 1"]),
    Case(
      typed: "x = dataset \"blank.json\"", code: "bad-data", exit: 66, marked: "\"blank.json\"",
      says: ["blank.json", "paragraph 1", "context without text"]),
    Case(
      typed: "x = dataset \"twice.json\"", code: "bad-data", exit: 66, marked: "\"twice.json\"",
      says: ["twice.json", "question 2", "id 'a7'"]),
    Case(
      typed: "x = dataset \"empty.json\"", code: "bad-data", exit: 66, marked: "\"empty.json\"",
      says: ["empty.json", "no examples"]),
    Case(
      typed: "x = dataset \"half.json\"", code: "bad-data", exit: 66, marked: "\"half.json\"",
      says: ["half.json", "id 'b'", "'answers'"]),
    Case(
      typed: "x = dataset \"long.json\"\ntrain a on x", code: "bad-data", exit: 66, marked: "x",
      says: ["long.json", "question 1", "id 'a7'", "max_length=48"]),
    Case(
      typed: "evaluate base on d predictions=\"train.json\"", code: "cannot-write", exit: 73,
      marked: "\"train.json\"", says: ["train.json"]),
    Case(
      typed: "evaluate base on d predictions=\"p.json\" na_probs=\"train.json\"",
      code: "cannot-write", exit: 73, marked: "\"train.json\"", says: ["train.json"]),
    Case(
      typed: "evaluate base on d predictions=\"p.json\" na_probs=\"nowhere/n.json\"",
      code: "cannot-write", exit: 73, marked: "\"nowhere/n.json\"", says: ["nowhere/n.json"]),
    Case(
      typed: "evaluate base on d predictions=\"p.json\" na_probs=\"p.json\"", code: "conflict",
      exit: 65, marked: "\"p.json\"", says: ["p.json", "twice"]),
    Case(
      typed: "x = compare [base, cls] on d", code: "wrong-head", exit: 70, marked: "cls",
      says: ["question-answering"]),
    Case(
      typed: "x = model \"tiny\" task=text-generation initialize=true", code: "wrong-head",
      exit: 70,
      marked: "text-generation", says: ["BERT has no head for text-generation"]),
    Case(
      typed: "x = model \"gpt\" task=question-answering initialize=true", code: "wrong-head",
      exit: 70, marked: "question-answering",
      says: ["GPT-2 has no head for question-answering", "text-generation"]),
    Case(
      typed: "ask gpt \"who\" context=\"the mill\" stride=4", code: "unexpected-argument", exit: 65,
      marked: "stride", says: ["question-answering", "text-generation"]),
    Case(
      typed: "x = compare base on d eval=dev best=average {\n full\n}", code: "unknown-word",
      exit: 65, marked: "average", says: ["HasAns_f1"]),
    Case(
      typed: "train t on tagged preset=\"kg_peft\"", code: "wrong-head", exit: 70,
      marked: "\"kg_peft\"", says: ["token-classification"]),
    Case(
      typed: "train a on d preset=\"kgpeft\"", code: "unknown-word", exit: 65,
      marked: "\"kgpeft\"", says: ["kgpeft"]),
  ]

  private static func file(_ context: String, _ questions: String) -> String {
    "{\"data\": [{\"paragraphs\": [{\"context\": \"\(context)\", \"qas\": [\(questions)]}]}]}"
  }

  private static func question(_ id: String, _ text: String = "who", start: Int = 0) -> String {
    """
    {"id": "\(id)", "question": "\(text)", "answers": [{"text": "the", "answer_start": \(start)}]}
    """
  }

  @Test(arguments: cases) func oneClearError(_ example: Case) throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let long = String(repeating: "who built ", count: 40)
    let context = "the mill was built by clara"
    for (name, text) in [
      ("off", Self.file(context, Self.question("a7", start: 1))),
      ("blank", Self.file("  ", Self.question("a7"))),
      ("twice", Self.file(context, Self.question("a7") + "," + Self.question("a7"))),
      ("empty", "{\"version\": \"v2.0\", \"data\": []}"),
      ("long", Self.file(context, Self.question("a7", long))),
      (
        "half",
        Self.file(context, Self.question("a") + ",{\"id\": \"b\", \"question\": \"who\"}")
      ),
    ] { try sitting.write(text, to: name + ".json") }
    try sitting.write(Sitting.conll(4), to: "tagged.conll")
    try FileManager.default.createDirectory(
      atPath: sitting.folder + "/gpt", withIntermediateDirectories: true)
    try sitting.write(
      """
      {"model_type": "gpt2", "vocab_size": 300, "n_embd": 16, "n_layer": 1, "n_head": 2,
       "n_positions": 32}
      """, to: "gpt/config.json")
    try sitting.type(
      """
      a = adapter lora on base
      films = dataset "train.tsv"
      tagged = dataset "tagged.conll"
      cls = model "tiny" task=text-classification labels=films tokenizer=tok initialize=true
      c = adapter lora on cls
      tags = model "tiny" task=token-classification labels=["B-PER", O] tokenizer=tok \\
        initialize=true
      t = adapter lora on tags
      gpt = model "gpt" task=text-generation tokenizer=tok initialize=true
      """)
    let before = sitting.session.names
    let data = try sitting.bytes("train.json")
    let failure = try #require(sitting.failure(example.typed), "nothing failed")
    #expect(failure.diagnostic.code == example.code, "\(failure.diagnostic.message)")
    #expect(failure.diagnostic.exit == example.exit)
    #expect(failure.marked == example.marked, "\(failure.diagnostic.message)")
    for words in example.says {
      let said = failure.diagnostic.message + (failure.diagnostic.note ?? "")
      #expect(said.contains(words), "\(said)")
    }
    #expect(sitting.session.names.filter { $0 != "x" } == before)
    #expect(try sitting.bytes("train.json") == data)
    #expect(!FileManager.default.fileExists(atPath: sitting.folder + "/p.json"))
    #expect(try sitting.type("evaluate base on dev").count == 1, "the session is usable")
  }
}
