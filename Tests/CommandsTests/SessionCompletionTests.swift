import Commands
import Foundation
import Language
import Notebooks
import Testing

/// Completion by what the objects are.
@Suite struct SessionCompletionTests {
  private func complete(_ session: Session, _ text: String) -> [String] {
    Completer.complete(
      text, cursor: text.unicodeScalars.count, verbs: Session.verbs, names: session
    ).map(\.text)
  }

  private func complete(_ sitting: Sitting, _ text: String) -> [String] {
    complete(sitting.session, text)
  }

  private func strings(_ session: Session, _ text: String) -> [String] {
    let open = Completer.openString(
      text, cursor: text.unicodeScalars.count, verbs: Session.verbs)
    return open.map { session.strings(for: $0).map(\.text) } ?? []
  }

  private func strings(_ sitting: Sitting, _ text: String) -> [String] {
    strings(sitting.session, text)
  }

  @Test func layersOfTheModelThatIsNamed() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(
      complete(sitting, "a = adapter lora on base targets=[") == ["query", "value", "key", "dense"])
    #expect(
      complete(sitting, "a = adapter lora on base targets=") == [
        "all-linear", "[query", "[value", "[key", "[dense",
      ])
    #expect(complete(sitting, "a = adapter lora on base targets=[q") == ["query"])
  }

  @Test func aListDoesNotOfferWhatItHolds() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let line = "a = adapter lora on base targets=[query, "
    #expect(complete(sitting, line) == ["value", "key", "dense"])
    #expect(complete(sitting, line + "key, v") == ["value"])
  }

  @Test func showOffersWhatTheObjectIsShownWith() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(complete(sitting, "show base ") == [])
    #expect(complete(sitting, "show films ") == ["on", "rows=", "max_length="])
  }

  @Test func askOffersWhatAnswers() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type("a = adapter lora on base")
    #expect(complete(sitting, "ask ") == [""])
    try sitting.type("q = model \"demo:reader\" task=question-answering")
    #expect(complete(sitting, "ask ").filter { !$0.hasSuffix("=") } == ["q"])
    #expect(complete(sitting, "predict ").contains("a"))
  }

  @Test func aFolderTakesNoOptionsOfMethods() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(complete(sitting, "a = adapter \"out\" on base ") == [])
    #expect(complete(sitting, "a = adapter lora on base ").contains("r="))
  }

  @Test func topicsOfHelpSayWhatTheyAre() throws {
    let sitting = try Sitting()
    let found = Completer.complete(
      "help ", cursor: 5, verbs: Session.verbs, names: sitting.session)
    func detail(_ word: String) -> String? { found.first { $0.text == word }?.detail }
    for verb in Session.verbs { #expect(detail(verb.name) == verb.summary) }
    #expect(detail("lora")?.hasPrefix("LoRA: ") == true)
    #expect(detail("check")?.contains("compare") == true)
  }

  @Test func dataThatTheModelReads() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.write("EU B-ORG\nrejects O\n\n", to: "tags.conll")
    try sitting.type("tags = dataset \"tags.conll\"\na = adapter lora on base")
    #expect(complete(sitting, "train a on ") == ["films", "dev"])
    #expect(complete(sitting, "show ").contains("tags"))
    #expect(complete(sitting, "train a on films eval=") == ["films", "dev"])
  }

  @Test func modelsThatASavedAdapterFits() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      """
      a = adapter lora on base
      save a to "saved"
      other = model "demo:bert" task=text-classification
      """)
    #expect(complete(sitting, "b = adapter \"saved\" on ") == ["base"])
    #expect(complete(sitting, "b = adapter lora on ") == ["base", "other"])
  }

  @Test func splitsAndSources() throws {
    let sitting = try Sitting()
    #expect(
      complete(sitting, "d = dataset \"demo:reviews\" split=") == ["train", "dev", "test"])
    #expect(complete(sitting, "d = dataset \"nowhere\" split=") == [""])
    #expect(strings(sitting, "d = dataset \"").contains("demo:reviews"))
    #expect(!strings(sitting, "d = dataset \"").contains("demo:bert"))
    #expect(strings(sitting, "m = model \"").contains("demo:bert"))
    #expect(strings(sitting, "predict a \"").isEmpty)
  }

  @Test func rowsOfATable() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      "t = compare base on films eval=dev epochs=1 {\n  freeze\n  lora r=[2, 4]\n}")
    #expect(strings(sitting, "b = pick t \"") == ["freeze", "lora r=2", "lora r=4"])
    #expect(complete(sitting, "plot t metric=ac") == ["accuracy"])
  }

  /// What was in the cache binds no object; what completion says of it is the same.
  @Test func objectsThatAreStillToBeMadeAreKnown() throws {
    let first = try Sitting()
    let lines = """
      films = dataset "train.tsv"
      dev = dataset "dev.tsv"
      tok = tokenizer train wordpiece on films size=200
      base = model "tiny" task=text-classification labels=films tokenizer=tok initialize=true
      a = adapter lora on base
      train a on films eval=dev epochs=1
      t = compare base on films eval=dev epochs=1 {
        freeze
        lora r=[2, 4]
      }
      best = pick t "lora r=2"
      save best to "saved"
      tags = dataset "tags.conll"
      reader = model "demo:reader" task=question-answering
      """
    try first.write("EU B-ORG\nrejects O\n\n", to: "tags.conll")
    let cache = first.folder + "/.peftbook"
    first.session.cache = ResultCache(folder: cache)
    try first.type(lines)
    let second = Session(
      settings: Settings(threads: 2), folder: first.folder, environment: [:])
    second.cache = ResultCache(folder: cache)
    for statement in try Parser.parse(SourceText(text: lines)) {
      let result = try second.evaluate(statement, in: SourceText(text: lines), cell: nil)
      #expect(!result.executed)
    }
    // What did not run yet is for what its base is for.
    for statement in try Parser.parse(SourceText(text: "later = train a on films epochs=2")) {
      let foresight = try second.foresee(statement, in: SourceText(text: ""), cell: 12)
      #expect(!foresight.isFresh)
    }
    #expect(!complete(second, "ask ").contains("later"))
    #expect(complete(second, "predict ").contains("later"))
    // Nothing can be made any more.
    for name in ["tiny", "train.tsv", "dev.tsv", "tags.conll", ".peftbook"] {
      try FileManager.default.removeItem(atPath: first.folder + "/" + name)
    }
    for session in [first.session, second] {
      #expect(
        complete(session, "x = adapter lora on base targets=[") == [
          "query", "value", "key", "dense",
        ])
      #expect(complete(session, "train a on ") == ["films", "dev"])
      #expect(complete(session, "predict best ").prefix(2) == ["films", "dev"])
      #expect(complete(session, "ask ").first == "reader")
      #expect(complete(session, "generate ").allSatisfy { !["base", "reader"].contains($0) })
      #expect(complete(session, "x = adapter \"saved\" on ") == ["base"])
      #expect(complete(session, "compare [a, ").prefix(2) == ["base", "best"])
      #expect(strings(session, "b = pick t \"") == ["freeze", "lora r=2", "lora r=4"])
      #expect(complete(session, "plot t metric=ac") == ["accuracy"])
      #expect(complete(session, "plot best metric=ac") == ["accuracy"])
      #expect(complete(session, "plot a metric=").prefix(2) == ["loss", "accuracy"])
    }
  }

  @Test func columnsOfTheFile() throws {
    let sitting = try Sitting()
    try sitting.write("sentence\tlabel\tid\na b\tpos\t1\nc d\tneg\t2\n", to: "named.tsv")
    try sitting.write("a b\tpos\nc d\tneg\n", to: "bare.tsv")
    try sitting.write("{\"my text\": \"a\", \"kind\": 1}\n{\"my text\": \"b\"}\n", to: "r.jsonl")
    #expect(
      complete(sitting, "d = dataset \"named.tsv\" text=") == ["sentence", "label", "id"])
    #expect(complete(sitting, "d = dataset \"named.tsv\" label=l") == ["label"])
    #expect(complete(sitting, "d = dataset \"r.jsonl\" label=") == ["\"my text\"", "kind"])
    for source in ["bare.tsv", "nowhere.tsv", "tiny"] {
      #expect(complete(sitting, "d = dataset \"\(source)\" text=") == [""])
    }
    // Of a file that is larger than a look.
    try sitting.write("text\tlabel\n" + Sitting.rows(4000), to: "long.tsv")
    #expect(complete(sitting, "d = dataset \"long.tsv\" text=") == ["text", "label"])
  }

  @Test func allLinearInAListIsExplained() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    for list in ["[all-linear]", "[\"all-linear\"]", "[query, all-linear]"] {
      let failure = try #require(sitting.failure("a = adapter lora on base targets=\(list)"))
      #expect(failure.diagnostic.message.contains("not in a list"))
      #expect(failure.diagnostic.note == "(targets=all-linear)")
      #expect(failure.marked.contains("all-linear") && !failure.marked.contains("["))
    }
  }

  @Test func parameters() throws {
    let sitting = try Sitting()
    try sitting.type("param rank = 4")
    #expect(complete(sitting, "a = adapter lora on base r=$") == ["$rank"])
  }
}
