import Language
import Testing

/// - Parameter text: the cursor stands at `|`, or at the end.
private func complete(_ text: String) -> [String] {
  let parts = text.split(separator: "|", omittingEmptySubsequences: false)
  return Completer.complete(
    parts.joined(), cursor: parts[0].unicodeScalars.count, verbs: Sample.verbs,
    names: SampleNames()
  ).map(\.text)
}

private func open(_ text: String) -> Completer.OpenString? {
  let parts = text.split(separator: "|", omittingEmptySubsequences: false)
  return Completer.openString(
    parts.joined(), cursor: parts[0].unicodeScalars.count, verbs: Sample.verbs)
}

@Suite struct CompletionTests {
  @Test func verbsStandFirst() {
    #expect(complete("tr") == ["train"])
    #expect(complete("to") == ["tokenizer", "tokenize"])
    #expect(complete("x = to") == ["tokenizer"])
    #expect(complete("objects; ev") == ["evaluate"])
    #expect(complete("objects\nev") == ["evaluate"])
    #expect(complete("x = ev") == [])
  }

  @Test func objectsOfTheRightKind() {
    #expect(complete("train ").prefix(4) == ["base", "chat", "a4", "模型"])
    #expect(complete("train chat on ") == ["films", "dev", "held"])
    #expect(complete("train chat on films eval=") == ["films", "dev", "held"])
    #expect(complete("train chat on films eval=d") == ["dev"])
    #expect(complete("compare [chat, a") == ["a4"])
    #expect(complete("compare [chat, ") == ["base", "模型", "a4"])
    #expect(complete("a = adapter lora on ") == ["base", "模型"])
    #expect(complete("show ra") == ["ranks"])
  }

  @Test func optionsNotYetGiven() {
    #expect(complete("train chat on films ep") == ["epochs="])
    #expect(complete("train chat on films epochs=3 ep") == [])
    #expect(complete("a = adapter lora on base al") == ["alpha="])
    #expect(complete("a = adapter full on base al") == [])
    #expect(complete("a = adapter lora o") == ["on"])
  }

  @Test func wordsOfAnOption() {
    #expect(complete("train chat on films schedule=co") == ["constant", "cosine"])
    #expect(complete("train chat on films shuffle=") == ["true", "false"])
    #expect(complete("a = adapter lora on base targets=a") == ["all-linear"])
    #expect(
      complete("a = adapter ") == [
        "full", "freeze", "lora", "dora", "", "on", "seed=", "r=", "alpha=", "dropout=", "targets=",
      ])
    #expect(complete("t = tokenizer tr") == ["train"])
    #expect(complete("t = tokenizer train w") == ["wordpiece"])
  }

  @Test func rowsOfABlock() {
    #expect(complete("compare base on films {\n") == ["full", "freeze", "lora", "dora"])
    #expect(complete("compare base on films {\n lora r=[4, 8]\n do") == ["dora"])
    #expect(complete("compare base on films { wide: lora al") == ["alpha="])
    #expect(complete("compare base on films { full al") == [])
    #expect(complete("compare base on films { full sched") == ["schedule="])
  }

  @Test func aNumberIsExplained() {
    let all = Completer.complete(
      "a = adapter lora on base r=", cursor: 27, verbs: Sample.verbs, names: SampleNames())
    #expect(all == [Completion("", "rank: a whole number of 1 or more, default 8", sign: "r")])
  }

  @Test func stringsAreKnown() {
    #expect(open("m = model \"dem")?.text == "dem")
    #expect(open("m = model \"dem\"") == nil)
    #expect(open("m = model \"\"\"de\nm")?.text == "de\nm")
    #expect(complete("m = model \"dem") == [])
    #expect(complete("# tr") == [])
    #expect(Completer.fragment("train ch", cursor: 8) == "ch")
  }

  @Test func aStringKnowsWhatItIsFor() {
    #expect(open("m = model \"dem")?.kinds == [.source])
    #expect(open("save chat to \"")?.kinds == [.path])
    #expect(open("pick ranks \"lo")?.kinds == [.oneOf([.words(["best"]), .string])])
    #expect(open("pick ranks \"lo")?.sketch.words == ["ranks"])
    #expect(open("train chat on films log=\"st")?.option == "log")
    #expect(open("d = dataset \"a|\" split=train")?.isClosed == true)
    #expect(open("a = adapter \"fo|\" on base")?.sketch.words == ["base"])
    #expect(open("ask chat \"x\" context=@\"pa")?.kinds == [.path])
  }

  /// What stands behind the cursor belongs to the statement.
  @Test func inTheMiddleOfALine() {
    #expect(complete("train chat on films ep| epochs=3") == [])
    #expect(complete("train chat on films ep| batch=3") == ["epochs="])
    #expect(complete("a = adapter | on base").contains("on") == false)
    #expect(complete("a = adapter lora targets=[| on base") == ["query", "key"])
    #expect(complete("tr| chat on films") == ["train"])
    #expect(complete("train chat on fi|\nshow dev") == ["films"])
  }

  @Test func inAContinuationLine() {
    #expect(complete("train chat on films \\\n  ep") == ["epochs="])
    #expect(complete("a = adapter lora on base targets=[query,\n  k") == ["key"])
    #expect(complete("compare base on films {\n  lora r=8\n  dora tar") == ["targets="])
  }

  @Test func onlyWhatFitsTheRest() {
    #expect(complete("compare 模型 on ") == ["dev"])
    #expect(complete("compare base on ") == ["films", "dev", "held"])
  }

  @Test func layersOfTheModel() {
    #expect(complete("a = adapter lora on base targets=") == ["all-linear", "[query", "[key"])
    #expect(complete("a = adapter lora on base targets=[q") == ["query"])
    #expect(complete("a = adapter lora on 模型 targets=[") == [""])
    #expect(complete("compare base on films {\n lora targets=[q") == ["query"])
  }

  /// A word that stands for a list is no element of one.
  @Test func aListHoldsItsElements() {
    #expect(complete("a = adapter lora on base targets=[a") == [])
    #expect(complete("compare base on films {\n lora targets=[a") == [])
    // A row a value.
    #expect(complete("compare base on films {\n lora schedule=[co") == ["constant", "cosine"])
    #expect(complete("train chat on films schedule=[co") == [])
    #expect(complete("m = model \"x\" labels=[") == [""])
    #expect(complete("a = adapter lora targets=[query] ").first == "on")
  }

  @Test func theFirstWordsSayWhichFormItIs() {
    #expect(complete("save session ") == ["to"])
    #expect(complete("save chat ") == ["to", "overwrite="])
    #expect(complete("compare [chat, a4] on held ") == [])
    #expect(complete("compare base on held ").contains("seeds="))
    #expect(complete("predict chat \"x\" ") == [])
    #expect(complete("predict chat films ") == ["to"])
  }

  /// Options alone, where an object is wanted first, lead nowhere.
  @Test func whereNoObjectFitsThatIsSaid() {
    let text = "compare 模型 on films eval=dev; b = pick "
    let none = Completer.complete(
      text, cursor: text.unicodeScalars.count, verbs: Sample.verbs, names: NoNames())
    #expect(none == [Completion("", "table: no table there yet")])
    #expect(complete("b = pick ").first == "ranks")
    #expect(complete("predict chat ") == ["films", "dev", "held", "", "to"])
  }

  @Test func aNumberIsCompletedAsAWhole() {
    #expect(complete("edit ") == ["1", "2", "12"])
    #expect(complete("edit 1") == ["1", "12"])
    #expect(complete("a = adapter lora on base r=4") == [])
  }

  @Test func aWholeValueWantsABlankFirst() {
    func needsBlank(_ text: String) -> Bool {
      Completer.needsBlank(text, cursor: text.unicodeScalars.count)
    }
    #expect(needsBlank("pick t \"lora\"") && needsBlank("a = adapter lora targets=[query]"))
    #expect(needsBlank("ask chat \"x\" context=@\"a\""))
    #expect(!needsBlank("pick t \"lora\" ") && !needsBlank("labels=[\"a\""))
    #expect(!needsBlank("train chat") && !needsBlank("r=4") && !needsBlank("pick t \"lo"))
  }

  @Test func stringsAreReadAndWrittenAsTheLanguageHasThem() throws {
    for text in ["we\"ird", "do$llar ${x}", "back\\slash", "tab\tline\nescape\u{1B}", "很好"] {
      let typed = "d = dataset \"" + Completer.quoted(text)
      #expect(open(typed)?.value(SampleNames()) == text)
      let statement = try #require(try Parser.parse(SourceText(text: typed + "\"")).first)
      #expect(statement.arguments.first?.value.value == .string(text))
    }
    #expect(open("d = dataset \"in/$name/x")?.value(SampleNames()) == "in/Ada/x")
    #expect(open("d = dataset \"$nobody/x")?.value(SampleNames()) == nil)
    #expect(open("d = dataset \"in/$na")?.parameter == "na")
    #expect(open("d = dataset \"in/\\$na")?.parameter == nil)
    #expect(open("d = dataset \"\"\"a")?.quote == "\"\"\"")
  }

  @Test func parametersAndQuestions() {
    #expect(complete("train chat on films lr=$r") == ["$rate"])
    #expect(complete("train chat on films lr=$") == ["$name", "$out", "$rate", "$zero"])
  }

  @Test(arguments: [
    "", "=", "[", "{", "}", "x =", "train [", "compare base {{{", "\"", "]]]", ";;", "a=b=c", "\0",
    "?",
    "$", "@\"", "x = $", "train $ on", "save chat to @\"",
  ])
  func oddTextsCompleteToSomethingOrNothing(_ text: String) {
    for cursor in -1...text.unicodeScalars.count + 1 where cursor >= 0 {
      _ = Completer.complete(text, cursor: cursor, verbs: Sample.verbs, names: SampleNames())
      _ = Completer.openString(text, cursor: cursor, verbs: Sample.verbs)
    }
  }
}
