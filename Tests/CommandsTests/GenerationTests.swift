import Files
import Foundation
import Language
import Notebooks
import Testing

/// Decoders through a session, from an empty folder to a saved adapter that answers the same.
@Suite struct GenerationTests {
  private func record(_ result: StatementResult?) throws -> JSON {
    .object(try #require(result).record)
  }

  private static let training = """
    train a on places epochs=40 batch=4 lr=0.01 max_length=60 max_tokens=8 \
    template="{context} {question}"
    """

  @Test func whatIsTrainedAnswersAndIsSaved() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.type("a = adapter full on base")
    let said = try #require(sitting.type(Self.training + " eval=places").last).output.text
    #expect(said.contains(#"prompt: template="{context} {question}""#), "\(said)")
    #expect(said.contains("exact") && said.contains("rouge_l") && said.contains("perplexity"))
    let question = "\"Where is Bo?\" context=\"Bo is in Rome.\""
    let answer = try record(sitting.type("ask a \(question)").last)
    #expect(answer["text"]?.string == "Rome" && answer["has_answer"]?.bool == true)
    #expect((answer["ids"]?.array ?? []).count > 1)
    let none = try sitting.type("ask a \"Where is Di?\" context=\"Bo is in Rome.\"")
    #expect(none.last?.output.text.hasPrefix("no answer") == true, "\(none)")
    #expect(try record(none.last)["has_answer"]?.bool == false)

    // The prompt and the lengths are kept with it.
    try sitting.type("save a to \"full\"\nmerge a as m")
    #expect(
      try String(decoding: sitting.bytes("full/peftbook.json"), as: UTF8.self).contains(
        "{context} {question}"))
    try sitting.type("b = model \"full\"")
    for name in ["b", "m"] {
      let again = try record(sitting.type("ask \(name) \(question)").last)
      #expect(again["text"] == answer["text"] && again["ids"] == answer["ids"])
      #expect(again["nll"] == answer["nll"], "the same bits")
    }
  }

  @Test func anAdapterIsLoadedWithItsPrompt() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.type(
      """
      a = adapter lora on base r=4 targets=all-linear
      train a on places epochs=2 lr=0.01 template="Q {question} C {context} A" no_answer="none" max_tokens=5
      save a to "lora"
      b = adapter "lora" on base
      """)
    let results = try ["a", "b"].map {
      try record(sitting.type("evaluate \($0) on places predictions=\"\($0).jsonl\"").last)
    }
    #expect(results[0]["scores"] == results[1]["scores"])
    #expect(try sitting.bytes("a.jsonl") == sitting.bytes("b.jsonl"))
    let rows = String(decoding: try sitting.bytes("a.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows.count == 12)
    let first = try JSON.parse(FileBytes(label: "row", bytes: Array(rows[0].utf8)))
    #expect(first["id"]?.string == "q0" && first["text"]?.string != nil)
    #expect(first["nll"]?.double ?? -1 > 0 && first["answer_tokens"]?.int ?? 0 > 1)
    #expect((first["ids"]?.array ?? []).count <= 5)
    // An option beside it overrules what is remembered.
    let other = try sitting.type("evaluate a on places template=\"{question}\"")
    #expect(other.last?.output.text.contains("{question}") == true)
  }

  @Test func threadsChangeNoBit() throws {
    var files: [Data] = []
    for threads in 1...3 {
      let sitting = try Sitting(threads: threads)
      try sitting.prepareDecoder()
      try sitting.type(
        """
        a = adapter dora on base r=2 dropout=0.1 targets=all-linear
        train a on places epochs=2 batch=5 lr=0.01 max_tokens=6 eval=places
        b = adapter full on base
        train b on texts epochs=2 lr=0.01 max_length=12
        save a to "a"
        save b to "b"
        evaluate a on places predictions="a.jsonl"
        """)
      files.append(
        try sitting.bytes("a/adapter_model.safetensors") + sitting.bytes("b/model.safetensors")
          + sitting.bytes("a.jsonl"))
    }
    #expect(files[0] == files[1] && files[0] == files[2])
  }

  @Test func plainTextsArePackedAndLearnt() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.type("a = adapter full on base")
    let before = try record(sitting.type("evaluate a on texts").last)
    let said = try #require(
      sitting.type("train a on texts epochs=60 lr=0.01 max_length=16 eval=texts").last)
    #expect(said.output.text.contains("texts: 3 texts"), "\(said.output.text)")
    let after = try record(
      sitting.type("evaluate a on texts predictions=\"texts.jsonl\"").last)
    let perplexities = [before, after].map { $0["scores"]?["perplexity"]?.double ?? .nan }
    #expect(perplexities[1] < 2 && perplexities[0] > 20, "\(perplexities)")
    let rows = String(decoding: try sitting.bytes("texts.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows.count == 3 && rows[1].contains(#""text":"Bo is in Rome.""#))
    // It goes on from what it knows, and knows where it ends.
    let text = try record(sitting.type("generate a \"Bo is\"").last)
    #expect(text["text"]?.string == " in Rome." && text["end"]?.string == "endToken")
    let predicted = try sitting.type("predict a texts to \"on.jsonl\"\npredict a \"Bo is\"")
    #expect(try record(predicted.last)["text"]?.string == " in Rome.")
    let on = String(decoding: try sitting.bytes("on.jsonl"), as: UTF8.self)
    #expect(on.split(separator: "\n").count == 3)
  }

  @Test func generateHasItsOptions() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    func text(_ options: String) throws -> JSON {
      try record(sitting.type("generate base \"Ann is in\" " + options).last)
    }
    let greedy = try text("max_tokens=12")
    #expect(greedy["ids"] == (try text("max_tokens=12 temperature=0 seed=5"))["ids"])
    #expect(greedy["ids"] == (try text("max_tokens=12 temperature=1 top_k=1"))["ids"])
    let drawn = try (0..<4).map { try text("max_tokens=12 temperature=1.5 seed=\($0)")["ids"] }
    #expect(Set(drawn.map { $0?.serialized() ?? "" }).count > 1)
    #expect(drawn[0] == (try text("max_tokens=12 temperature=1.5 seed=0"))["ids"])
    #expect((try text("max_tokens=3"))["ids"]?.array?.count == 3)
    let all = try #require(greedy["text"]?.string)
    let stop = String(all.unicodeScalars.dropFirst(2).prefix(2))
    let stopped = try text("max_tokens=12 stop=\(quoted(stop))")
    #expect(stopped["end"]?.string == "stopString")
    #expect(all.hasPrefix(try #require(stopped["text"]?.string)))
    let useless = try sitting.type("generate base \"Ann\" top_k=5 top_p=0.5 max_tokens=2")
    #expect(useless.last?.output.text.contains("top_k and top_p without effect") == true)
    let long = String(repeating: "Ann is in Oslo. ", count: 40)
    let cut = try sitting.type("generate base \"\(long)\" max_tokens=4")
    #expect(cut.last?.output.text.contains("of the prompt left out") == true)
    let ended = try sitting.type("generate base \"Ann\" max_tokens=1000 ignore_eos=true")
    #expect(ended.last?.output.text.contains("ended at the model's last position, 64") == true)
    #expect(
      try record(sitting.type("generate base \"\" max_tokens=3").last)["ids"]?.array?.count == 3)
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.unicodeScalars.map { "\\u{\(String($0.value, radix: 16))}" }.joined() + "\""
  }

  @Test func textIsStreamedAsItIsPrinted() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    var streamed: [String] = []
    sitting.session.onText = { streamed.append($0) }
    let result = try #require(
      sitting.type("generate base \"Ann\" max_tokens=30 temperature=3 ignore_eos=true").last)
    #expect(streamed.count > 5)
    #expect(result.output.text.hasPrefix(streamed.joined()))
    streamed = []
    let answer = try #require(
      sitting.type("ask base \"Where?\" context=\"Ann is in Oslo.\" max_tokens=12").last)
    #expect(answer.output.text.hasPrefix(streamed.joined()))
  }

  @Test func anInterruptEndsTheTextAlone() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    var pieces = ""
    sitting.session.onText = { [session = sitting.session] piece in
      pieces += piece
      session.requestInterrupt()
    }
    let typed = "generate base \"Ann\" max_tokens=50 ignore_eos=true"
    let failure = try #require(sitting.failure(typed)).diagnostic
    #expect(failure.code == "interrupted" && failure.exit == 130)
    #expect(failure.message.hasPrefix("interrupted after ") && !pieces.isEmpty)
    sitting.session.onText = nil
    let whole = try record(sitting.type(typed).last)
    #expect(whole["text"]?.string?.hasPrefix(pieces) == true)
    #expect(whole["ids"]?.array?.count == 50)
  }

  /// Few weights, and a cache of 51 KB a token.
  private static let vast = """
    {"model_type": "qwen2", "vocab_size": 320, "hidden_size": 64, "num_hidden_layers": 100,
     "num_attention_heads": 2, "num_key_value_heads": 2, "intermediate_size": 4,
     "max_position_embeddings": 2000000000}
    """

  static let wrong: [(typed: String, code: String, says: String)] = [
    ("generate enc \"a\"", "wrong-head", "does not write texts"),
    ("x = model \"tiny\" task=text-generation initialize=true", "wrong-head", "BERT has no head"),
    ("x = model \"gpt\" task=question-answering initialize=true", "wrong-head", "GPT-2 has no"),
    ("ask base \"q\" context=\"c\" template=\"no place\"", "bad-template", "{question}"),
    ("ask base \"q\" context=\"c\" template=\"{contxt}{question}\"", "bad-template", "{contxt}"),
    ("ask base \"q\" context=\"c\" template=chatlm", "unknown-word", "chatlm"),
    ("ask base \"q\" context=\"c\" template=chatml", "wrong-tokenizer", "<|im_start|>"),
    ("ask base \"q\" context=\"c\" template=tokenizer", "bad-template", "chat template"),
    ("ask base \"q\"", "missing-argument", "context"),
    ("generate base \"a\" template=llama3", "wrong-tokenizer", "<|start_header_id|>"),
    ("generate vast \"a\" max_tokens=1000000", "failed", "MB of memory"),
    ("generate base \"a\" temperature=-1", "out-of-range", "temperature"),
    ("generate base \"a\" top_p=0", "out-of-range", "top_p"),
    ("generate base \"a\" top_p=1.5", "out-of-range", "top_p"),
    ("generate base \"a\" top_k=0", "out-of-range", "top_k"),
    ("generate base \"a\" max_tokens=0", "out-of-range", "max_tokens"),
    ("generate base \"a\" repetition_penalty=0", "out-of-range", "repetition_penalty"),
    ("generate base \"a\" stop=\"\"", "out-of-range", "stop"),
    ("generate base \"a\" stop=[\"b\", \"\"]", "out-of-range", "stop"),
    (
      "a = adapter full on base\ntrain a on places max_length=12", "bad-data",
      "question 1 (id 'q0')"
    ),
    ("a = adapter full on base\ntrain a on places stride=3", "unexpected-argument", "stride"),
    ("a = adapter lora on enc\ntrain a on films max_tokens=3", "unexpected-argument", "max_tokens"),
  ]

  @Test(arguments: wrong.indices)
  func oneClearError(_ i: Int) throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.prepare()
    try sitting.type(
      """
      enc = model "tiny" task=text-classification labels=films tokenizer=tok initialize=true
      tok = tokenizer train bpe on places size=300 lowercase=false
      base = model "gpt" task=text-generation tokenizer=tok initialize=true
      """)
    let (typed, code, says) = Self.wrong[i]
    if typed.contains("vast") {
      try sitting.write(
        Self.vast, to: "gpt/config.json")
      try sitting.type(
        "vast = model \"gpt\" task=text-generation tokenizer=tok initialize=true")
    }
    let failure = try #require(sitting.failure(typed), "nothing failed").diagnostic
    #expect(failure.code == code, "\(failure)")
    #expect(failure.message.contains(says), "\(failure.message)")
    #expect(try sitting.type("generate base \"a\" max_tokens=2").count == 1, "still usable")
  }

  @Test func vocabJSONWithMergesIsFound() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.type("save base to \"saved\"")
    let file = FileBytes(
      label: "tokenizer.json", bytes: Array(try sitting.bytes("saved/tokenizer.json")))
    let model = try #require(try JSON.parse(file)["model"])
    let merges = (model["merges"]?.array ?? []).map { merge in
      merge.string ?? (merge.array ?? []).compactMap(\.string).joined(separator: " ")
    }
    try FileManager.default.removeItem(atPath: sitting.folder + "/saved/tokenizer.json")
    try sitting.write(try #require(model["vocab"]).serialized(), to: "saved/vocab.json")
    try sitting.write(
      (["#version: 0.2"] + merges).joined(separator: "\n") + "\n", to: "saved/merges.txt")
    try sitting.write(
      #"{"tokenizer_class": "GPT2Tokenizer"}"#, to: "saved/tokenizer_config.json")
    let texts = try ["base", "again"].map { name in
      if name == "again" { try sitting.type("again = model \"saved\"") }
      return try record(sitting.type("generate \(name) \"Ann is\" max_tokens=9").last)["ids"]
    }
    #expect(texts[0] == texts[1])
    try FileManager.default.removeItem(atPath: sitting.folder + "/saved/merges.txt")
    let alone = try #require(sitting.type("alone = model \"saved\"").last).output.text
    #expect(alone.contains("no tokenizer in the folder"))
  }

  @Test(arguments: [
    ("text=[a, b] label=kind", true), ("text=a label=kind", true), ("text=a", false),
  ])
  func labelsThatSomebodyCountsOnAreSaidToBeUnused(_ options: String, _ isSaid: Bool) throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    try sitting.write("a,b,kind\nAnn is,in Oslo,x\nBo is,in Rome,y\n", to: "pairs.csv")
    let results = try sitting.type(
      """
      pairs = dataset "pairs.csv" \(options)
      w = adapter full on base
      train w on pairs epochs=1 max_length=32
      """)
    let said = results[2].output.text
    #expect(said.contains("pairs: labels are not used") == isSaid, "\(said)")
  }

  @Test func rowsThatDifferNowhereAreNoMeasureOfWhatWouldBeSeen() throws {
    let sitting = try Sitting()
    try sitting.prepareDecoder()
    let said = try #require(
      try sitting.type(
        """
        t = compare base on places eval=places epochs=1 {
          full lr=1e-9
          full lr=2e-9
        }
        """
      ).last
    ).output.text
    #expect(said.contains("paired t test") && !said.contains("detect about"), "\(said)")
  }
}
