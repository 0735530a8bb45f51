import Language
import Testing

private func complete(_ text: String) -> [String] {
  Completer.complete(
    text, cursor: text.unicodeScalars.count, verbs: Sample.verbs, names: SampleNames()
  ).map(\.text)
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
    #expect(complete("a = adapter lora on base targets=[a") == ["all-linear"])
    #expect(
      complete("a = adapter ") == [
        "full", "freeze", "lora", "dora", "on", "seed=", "r=", "alpha=", "dropout=", "targets=",
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
    #expect(all == [Completion("", "r   rank: a whole number of 1 or more, default 8")])
  }

  @Test func stringsAreKnown() {
    #expect(Completer.openString("m = model \"dem", cursor: 14) == "dem")
    #expect(Completer.openString("m = model \"dem\"", cursor: 15) == nil)
    #expect(Completer.openString("m = model \"\"\"de\nm", cursor: 17) == "de\nm")
    #expect(complete("m = model \"dem") == [])
    #expect(complete("# tr") == [])
    #expect(Completer.fragment("train ch", cursor: 8) == "ch")
  }

  @Test(arguments: [
    "", "=", "[", "{", "}", "x =", "train [", "compare base {{{", "\"", "]]]", ";;", "a=b=c", "\0",
  ])
  func oddTextsCompleteToSomethingOrNothing(_ text: String) {
    for cursor in -1...text.unicodeScalars.count + 1 where cursor >= 0 {
      _ = Completer.complete(text, cursor: cursor, verbs: Sample.verbs, names: SampleNames())
      _ = Completer.openString(text, cursor: cursor)
    }
  }
}
