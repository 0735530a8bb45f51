import Foundation
import Language
import Testing

/// One clear error for everything a user may get wrong, at the right place, and a session that
/// stays as it was.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let code: String
    let exit: Int32
    let marked: String
    var suggestion: String?
    var says = ""
    var note: String?
    var testDescription: String { typed }
  }

  static let cases: [Case] = [
    Case(
      typed: "x = dataset \"nowhere.tsv\"", code: "missing-file", exit: 66,
      marked: "\"nowhere.tsv\"", says: "nowhere.tsv"),
    Case(
      typed: "x = model \"nowhere\"", code: "missing-file", exit: 66, marked: "\"nowhere\"",
      says: "nowhere"),
    Case(
      typed: "x = model \"cut\"", code: "bad-checkpoint", exit: 66, marked: "\"cut\"",
      says: "model.safetensors"),
    Case(
      typed: "x = model \"lies\"", code: "bad-checkpoint", exit: 66, marked: "\"lies\"",
      says: "model.safetensors"),
    Case(
      typed: "x = model \"demo:bert-fresh\"", code: "missing-file", exit: 66,
      marked: "\"demo:bert-fresh\"", says: "has no weights",
      note: "(initialize=true draws them from the seed)"),
    Case(
      typed: "x = adapter \"dora\" on base", code: "missing-file", exit: 66, marked: "\"dora\"",
      says: "no such folder", note: "(a method stands without quotes: adapter dora on …)"),
    Case(
      typed: "x = adapter lora on base r=17", code: "out-of-range", exit: 65, marked: "17",
      says: "r is 17"),
    Case(
      typed: "x = adapter lora on base targets=\"query\"", code: "unknown-name", exit: 65,
      marked: "query", suggestion: ".*query", says: "matches target 'query'"),
    Case(
      typed: "train a on films stride=10", code: "unexpected-argument", exit: 65,
      marked: "stride", says: "an option of question-answering"),
    Case(
      typed: "x = model \"renamed\"", code: "bad-checkpoint", exit: 66, marked: "\"renamed\"",
      says: "tensor 'bert.encoder.layer.1.attention.self.query.weight', which should be [16, 16]",
      note: "(there is 'bert.encoder.layer.1.attention.self.queri.weight')"),
    Case(
      typed: "x = model \"https://huggingface.co/own/net/tree/main\"", code: "missing-file",
      exit: 66, marked: "https://huggingface.co/own/net/tree/main",
      suggestion: "hub:own/net", says: "no such file or folder"),
    Case(
      typed: "x = model \"own/net\"", code: "missing-file", exit: 66, marked: "\"own/net\"",
      says: "no such file or folder", note: "(help source tells what can be read)"),
    Case(
      typed: "x = dataset \"hub:own/talk@v2\"", code: "missing-file", exit: 66,
      marked: "\"hub:own/talk@v2\"", says: "is not in the Hugging Face cache",
      note: "(at a shell, hf download own/talk --type dataset --revision v2 fetches it)"),
    Case(
      typed: "x = dataset \"broken.tsv\"", code: "bad-data", exit: 66, marked: "\"broken.tsv\"",
      says: "broken.tsv:2:6 is not UTF-8"),
    Case(
      typed: "x = model \"headless\" initialize=true", code: "bad-checkpoint", exit: 66,
      marked: "\"headless\"", says: "hidden_size"),
    Case(
      typed: "x = dataset \"unlabelled.tsv\"", code: "bad-data", exit: 66,
      marked: "\"unlabelled.tsv\"", says: ":3"),
    Case(
      typed: "x = dataset \"odd.tsv\"\ntrain a on x", code: "unknown-label", exit: 66,
      marked: "x", says: "'neutral'"),
    Case(
      typed: "train a on films epochs=0", code: "out-of-range", exit: 65, marked: "0",
      says: "epochs"),
    Case(
      typed: "x = adapter lora on base r=0", code: "out-of-range", exit: 65, marked: "0", says: "r"),
    Case(
      typed: "x = adapter lora on base targets=[query, qeury]", code: "unknown-name", exit: 65,
      marked: "qeury", suggestion: "query", says: "qeury"),
    Case(
      typed: "trian a on films", code: "unknown-verb", exit: 65, marked: "trian",
      suggestion: "train", says: "trian"),
    Case(
      typed: "train a on films epocs=2", code: "unknown-option", exit: 65, marked: "epocs",
      suggestion: "epochs", says: "epocs"),
    Case(
      typed: "train a on flims", code: "unknown-name", exit: 65, marked: "flims",
      suggestion: "films", says: "flims"),
    Case(
      typed: "x = adapter lora on base rank=4", code: "unknown-option", exit: 65, marked: "rank",
      suggestion: "r", says: "rank"),
    Case(
      typed: "train a on films max_length=600", code: "out-of-range", exit: 65, marked: "600",
      suggestion: "24", says: "24 positions"),
    Case(
      typed: "x = dataset \"demo:reviews\" split=dv", code: "missing-file", exit: 66,
      marked: "dv", suggestion: "dev", says: "dv"),
    Case(
      typed: "x = dataset \"demo:review\"", code: "missing-file", exit: 66,
      marked: "demo:review", suggestion: "demo:reviews", says: "demo:review"),
    Case(
      typed: "save a to \"train.tsv/folder\"", code: "cannot-write", exit: 73,
      marked: "\"train.tsv/folder\"", says: "train.tsv"),
    Case(
      typed: "save a to \"tiny\"", code: "cannot-write", exit: 73, marked: "\"tiny\"",
      says: "overwrite"),
    Case(
      typed: "x = dataset \"trian.tsv\"", code: "missing-file", exit: 66,
      marked: "trian.tsv", suggestion: "train.tsv", says: "trian.tsv"),
    Case(
      typed: "evaluate a on films predictions=\"./train.tsv\"", code: "cannot-write", exit: 73,
      marked: "\"./train.tsv\"", says: "films"),
    Case(
      typed: "save a to \"\" overwrite=true", code: "out-of-range", exit: 65, marked: "\"\"",
      says: "place is empty"),
    Case(
      typed: "save tok to \"\"", code: "out-of-range", exit: 65, marked: "\"\"",
      says: "must name a file or folder"),
    Case(
      typed: "predict base films to \"\"", code: "out-of-range", exit: 65, marked: "\"\"",
      says: "empty"),
    Case(
      typed: "train a on films log=\"\"", code: "out-of-range", exit: 65, marked: "\"\"",
      says: "log is empty"),
    Case(
      typed: "evaluate a on films predictions=\"\"", code: "out-of-range", exit: 65,
      marked: "\"\"", says: "predictions is empty"),
    Case(
      typed: "save a to \"~\" overwrite=true", code: "cannot-write", exit: 73,
      marked: "\"~\"", says: "in use"),
    Case(
      typed: "evaluate a on films predictions=\"notes.md\"", code: "cannot-write", exit: 73,
      marked: "\"notes.md\"", says: "a notebook"),
    Case(
      typed: "predict base films to \"tiny/config.json\"", code: "cannot-write", exit: 73,
      marked: "\"tiny/config.json\"", says: "a part of a model"),
  ]

  /// What other languages and other places have taught the fingers.
  static let habits: [Case] = [
    Case(
      typed: "x = dataset demo:reviews", code: "syntax", exit: 65, marked: "demo:reviews",
      suggestion: "\"demo:reviews\"", says: "in quotes"),
    Case(
      typed: "x = dataset data/train.tsv", code: "syntax", exit: 65, marked: "data/train.tsv",
      suggestion: "\"data/train.tsv\"", says: "in quotes"),
    Case(
      typed: "x = model hub:owner/name", code: "syntax", exit: 65, marked: "hub:owner/name",
      suggestion: "\"hub:owner/name\"", says: "in quotes"),
    Case(
      typed: "x = adapter lora on base r:4", code: "syntax", exit: 65, marked: "r:4",
      suggestion: "r=4", says: "r=value"),
    Case(
      typed: "t = compare base on films {\n  lora r:[2, 4]\n}", code: "syntax", exit: 65,
      marked: "r:", suggestion: "r=", says: "r=value"),
    Case(
      typed: "x == model \"tiny\"", code: "syntax", exit: 65, marked: "==", suggestion: "=",
      says: "one '='"),
    Case(
      typed: "x = adapter lora on base r==4", code: "syntax", exit: 65, marked: "==",
      suggestion: "=", says: "one '='"),
    Case(typed: "train(a, d)", code: "syntax", exit: 65, marked: "(", says: "without brackets"),
    Case(
      typed: "param p = 1 foo=3 bar=baz", code: "unexpected-argument", exit: 65, marked: "foo=3",
      says: "one value at a time"),
    Case(
      typed: "x = adapter lora on base targets=\"([\"", code: "out-of-range", exit: 65,
      marked: "\"([\"", says: "regular expression"),
    Case(
      typed: "x = model \"demo:reviews\"", code: "wrong-kind", exit: 65,
      marked: "\"demo:reviews\"", says: "is a data set, but a model is wanted"),
    Case(
      typed: "x = adapter \"demo:bert\" on base", code: "wrong-kind", exit: 65,
      marked: "\"demo:bert\"", says: "is a model, but an adapter is wanted"),
    Case(
      typed: "x = dataset \"demo:bert\"", code: "wrong-kind", exit: 65, marked: "\"demo:bert\"",
      says: "is a model, but a data set is wanted"),
    Case(
      typed: "x = adapter lora on base targets=query", code: "unknown-word", exit: 65,
      marked: "query", suggestion: "[query]", says: "unknown targets"),
    Case(
      typed: "x model \"tiny\"", code: "unknown-verb", exit: 65, marked: "x", suggestion: "x =",
      says: "unknown verb"),
    Case(
      typed: "x = model 'tiny'", code: "syntax", exit: 65, marked: "'tiny'",
      suggestion: "\"tiny\"", says: "straight double quotes"),
    Case(
      typed: "x = model \"adapted\"", code: "wrong-kind", exit: 65, marked: "\"adapted\"",
      says: "is the folder of an adapter, but a model is wanted"),
    Case(
      typed: "x = adapter \"tiny\" on base", code: "wrong-kind", exit: 65, marked: "\"tiny\"",
      says: "is the folder of a model, but an adapter is wanted"),
    Case(
      typed: "x = dataset \"adapted\"", code: "wrong-kind", exit: 65, marked: "\"adapted\"",
      says: "is the folder of an adapter, but a data set is wanted"),
  ]

  @Test(arguments: cases + habits)
  func oneClearError(_ example: Case) throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type("a = adapter lora on base")
    try spoil(sitting)
    let before = sitting.session.names
    let failure = try #require(sitting.failure(example.typed), "nothing failed")
    let (diagnostic, marked) = failure
    #expect(diagnostic.code == example.code, "\(diagnostic.message)")
    #expect(diagnostic.exit == example.exit)
    #expect(marked == example.marked)
    #expect(diagnostic.suggestion == example.suggestion)
    if let note = example.note { #expect(diagnostic.note == note) }
    #expect(diagnostic.message.contains(example.says), "\(diagnostic.message)")
    #expect(sitting.session.names.filter { $0 != "x" } == before.filter { $0 != "x" })
    #expect(try sitting.type("evaluate a on dev").count == 1, "the session is usable")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: sitting.folder).allSatisfy {
        !$0.hasPrefix(".")
      }, "a temporary file was left")
  }

  /// Files that are cut, that lie, and that lack something.
  private func spoil(_ sitting: Sitting) throws {
    try FileManager.default.createDirectory(
      atPath: sitting.folder + "/adapted", withIntermediateDirectories: true)
    try sitting.write("{}", to: "adapted/adapter_config.json")
    for name in ["cut", "lies", "headless", "renamed"] {
      try FileManager.default.createDirectory(
        atPath: sitting.folder + "/" + name, withIntermediateDirectories: true)
      try sitting.write(Sitting.configuration, to: name + "/config.json")
    }
    try sitting.type("f = adapter full on base\nsave f to \"whole\"")
    let whole = try sitting.bytes("whole/model.safetensors")
    try whole.prefix(whole.count / 2).write(
      to: URL(fileURLWithPath: sitting.folder + "/cut/model.safetensors"))
    var lying = whole
    lying[3] = 0x7F
    try lying.write(to: URL(fileURLWithPath: sitting.folder + "/lies/model.safetensors"))
    try sitting.write(
      Sitting.configuration.replacingOccurrences(of: "\"hidden_size\": 16, ", with: ""),
      to: "headless/config.json")
    try sitting.write("good\tpositive\nbad\tnegative\nneither\t\n", to: "unlabelled.tsv")
    try sitting.write("good\tpositive\nbad\tneutral\n", to: "odd.tsv")
    try sitting.write("# Mine\n", to: "notes.md")
    var renamed = whole
    let place = try #require(renamed.range(of: Data("layer.1.attention.self.query.weight".utf8)))
    renamed.replaceSubrange(place, with: Data("layer.1.attention.self.queri.weight".utf8))
    try renamed.write(to: URL(fileURLWithPath: sitting.folder + "/renamed/model.safetensors"))
    try (Data("good\tyes\né bad".utf8) + [0xFF] + Data("\tno\n".utf8)).write(
      to: URL(fileURLWithPath: sitting.folder + "/broken.tsv"))
  }

  @Test func aLongTextIsCutAndSaidSo() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let long = String(repeating: "good film ", count: 40)
    try sitting.write("\(long)\tpositive\nbad\tnegative\n", to: "long.tsv")
    let results = try sitting.type(
      "long = dataset \"long.tsv\"\na = adapter lora on base\ntrain a on long epochs=1")
    let said = try #require(results.last).output.text
    #expect(said.contains("1 of 2 texts longer than 24 tokens, cut there"), "\(said)")
  }

  @Test func anInterruptLeavesEveryNameAsItWas() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type("a = adapter lora on base\nsave a to \"before\"")
    sitting.session.onProgress = { [session = sitting.session] progress in
      if progress.done == 3 { session.requestInterrupt() }
    }
    let failure = try #require(sitting.failure("train a on films epochs=5"))
    #expect(failure.diagnostic.code == "interrupted")
    #expect(failure.diagnostic.exit == 130)
    sitting.session.onProgress = nil
    try sitting.type("save a to \"after\"")
    #expect(
      try sitting.bytes("before/adapter_model.safetensors")
        == sitting.bytes("after/adapter_model.safetensors"))
  }
}
