import Commands
import Language
import Testing

/// Completion by what the objects are.
@Suite struct SessionCompletionTests {
  private func complete(_ sitting: Sitting, _ text: String) -> [String] {
    Completer.complete(
      text, cursor: text.unicodeScalars.count, verbs: Session.verbs, names: sitting.session
    ).map(\.text)
  }

  private func strings(_ sitting: Sitting, _ text: String) -> [String] {
    let open = Completer.openString(
      text, cursor: text.unicodeScalars.count, verbs: Session.verbs)
    return open.map { sitting.session.strings(for: $0).map(\.text) } ?? []
  }

  @Test func layersOfTheModelThatIsNamed() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(
      complete(sitting, "a = adapter lora on base targets=[") == [
        "all-linear", "query", "value", "key", "dense",
      ])
    #expect(complete(sitting, "a = adapter lora on base targets=[q") == ["query"])
  }

  @Test func aListDoesNotOfferWhatItHolds() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let line = "a = adapter lora on base targets=[query, "
    #expect(complete(sitting, line) == ["all-linear", "value", "key", "dense"])
    #expect(complete(sitting, line + "key, v") == ["value"])
  }

  @Test func askOffersWhatAnswers() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type("a = adapter lora on base")
    #expect(complete(sitting, "ask ").filter { !$0.hasSuffix("=") } == [])
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

  @Test func parameters() throws {
    let sitting = try Sitting()
    try sitting.type("param rank = 4")
    #expect(complete(sitting, "a = adapter lora on base r=$") == ["$rank"])
  }
}
