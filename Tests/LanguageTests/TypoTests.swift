import Language
import Testing

/// One slip of the finger: what was typed, the word under the caret, and what was meant.
struct Typo: Sendable, CustomTestStringConvertible {
  let line: String
  let word: String
  let meant: String
  var testDescription: String { line }

  init(_ line: String, _ word: String, _ meant: String) {
    self.line = line
    self.word = word
    self.meant = meant
  }

  static let verbs: [Typo] = [
    Typo("trian chat on films", "trian", "train"),
    Typo("tain chat on films", "tain", "train"),
    Typo("fit chat on films", "fit", "train"),
    Typo("evalute chat on dev", "evalute", "evaluate"),
    Typo("evaluaet chat on dev", "evaluaet", "evaluate"),
    Typo("eval chat on dev", "eval", "evaluate"),
    Typo("m = modle \"x\"", "modle", "model"),
    Typo("m = modell \"x\"", "modell", "model"),
    Typo("d = datset \"x\"", "datset", "dataset"),
    Typo("d = data_set \"x\"", "data_set", "dataset"),
    Typo("a = adaptor lora on base", "adaptor", "adapter"),
    Typo("a = Adapter lora on base", "Adapter", "adapter"),
    Typo("t = tokeniser \"x\"", "tokeniser", "tokenizer"),
    Typo("t = compre base on films { full }", "compre", "compare"),
    Typo("pridict chat \"x\"", "pridict", "predict"),
    Typo("predcit chat \"x\"", "predcit", "predict"),
    Typo("sav chat to \"x\"", "sav", "save"),
    Typo("shwo chat", "shwo", "show"),
    Typo("object", "object", "objects"),
    Typo("hepl", "hepl", "help"),
    Typo("quti", "quti", "quit"),
    Typo("exit", "exit", "quit"),
    Typo("m = mergge chat", "mergge", "merge"),
    Typo("p = pikc ranks best", "pikc", "pick"),
    Typo("base", "base", "show base"),
  ]

  static let options: [Typo] = [
    Typo("a = adapter lora on base rank=8", "rank", "r"),
    Typo("a = adapter lora on base lora_alpha=8", "lora_alpha", "alpha"),
    Typo("a = adapter lora on base target_modules=[query]", "target_modules", "targets"),
    Typo("a = adapter lora on base R=8", "R", "r"),
    Typo("a = adapter lora on base alhpa=8", "alhpa", "alpha"),
    Typo("a = adapter lora on base lora_alhpa=8", "lora_alhpa", "alpha"),
    Typo("a = adapter lora on base dropuot=0.1", "dropuot", "dropout"),
    Typo("a = adapter lora on base target=[query]", "target", "targets"),
    Typo("a = adapter lora on base sede=1", "sede", "seed"),
    Typo("train chat on films epoch=2", "epoch", "epochs"),
    Typo("train chat on films epohcs=2", "epohcs", "epochs"),
    Typo("train chat on films num_train_epochs=2", "num_train_epochs", "epochs"),
    Typo("train chat on films learning_rate=1e-4", "learning_rate", "lr"),
    Typo("train chat on films rl=1e-4", "rl", "lr"),
    Typo("train chat on films batch_size=4", "batch_size", "batch"),
    Typo("train chat on films bacth=4", "bacth", "batch"),
    Typo("train chat on films max-steps=4", "max-steps", "max_steps"),
    Typo("train chat on films maxsteps=4", "maxsteps", "max_steps"),
    Typo("train chat on films shedule=linear", "shedule", "schedule"),
    Typo("train chat on films suffle=true", "suffle", "shuffle"),
    Typo("train chat on films evl=dev", "evl", "eval"),
    Typo("train chat on films epochs 3", "epochs 3", "epochs=3"),
    Typo("train chat on films --epochs=3", "--epochs", "epochs"),
    Typo("train chat on films --epochs 3", "--epochs 3", "epochs=3"),
    Typo("train chat on films --lr 1e-4 epochs=2", "--lr 1e-4", "lr=1e-4"),
    Typo("train chat on films --log \"a b.txt\"", "--log \"a b.txt\"", "log=\"a b.txt\""),
    Typo("train chat on films --max-steps -3", "--max-steps -3", "max_steps=-3"),
    Typo("train chat on films --shuffle epochs=2", "--shuffle", "shuffle"),
    Typo("train chat --eval on films", "--eval", "eval"),
    Typo("train chat on films epochs=(3)", "(3)", "3"),
    Typo(
      "a = adapter lora on base targets=query,value, key", "query,value, key", "[query, value, key]"
    ),
    Typo("train chat on films epochs=2, lr=1", "2,", "2"),
    Typo("d = dataset \"x\" limit=1,000", "1,000", "1000"),
    Typo("param 3 = 4", "3", ""),
    Typo("param on = 4", "on", ""),
    Typo("d = dataset \"x\" limit=10_000", "10_000", "10000"),
    Typo("a = adapter lora on base alpha=2*r", "2*r", "\"2*r\""),
    Typo("predict chat \"${nmae}s\"", "${nmae}", "${name}"),
    Typo("a = adapter lora on base targets=(query, value)", "(query, value)", "[query, value]"),
    Typo("a = adapter lora(r=4, alpha=8) on base", "lora(r=4, alpha=8)", "lora r=4 alpha=8"),
    Typo("compare base on films { lora(r=4) }", "lora(r=4)", "lora r=4"),
    Typo("a := adapter lora on base", ":=", "="),
    Typo("a <- adapter lora on base", "<-", "="),
    Typo("train chat on films epochs\u{FF1D}3", "\u{FF1D}", "="),
    Typo("train chat on films epochs=\u{FF11}\u{FF12}", "\u{FF11}\u{FF12}", "12"),
    Typo("train chat on films max_steps=\u{2212}3", "\u{2212}", "-"),
    Typo("m = model \"x\" lables=[a]", "lables", "labels"),
    Typo("d = dataset \"x\" limt=3", "limt", "limit"),
    Typo("d = dataset \"x\" splt=train", "splt", "split"),
    Typo("compare base on films { lora rank=8 }", "rank", "r"),
    Typo("compare base on films {\n  full\n  lora ephocs=8 }", "ephocs", "epochs"),
    Typo("set thread=2", "thread", "threads"),
    Typo("show chat row=2", "row", "rows"),
  ]

  static let words: [Typo] = [
    Typo("a = adapter lroa on base", "lroa", "lora"),
    Typo("a = adapter Lora on base", "Lora", "lora"),
    Typo("a = adapter dorra on base", "dorra", "dora"),
    Typo("a = adapter freez on base", "freez", "freeze"),
    Typo("compare base on films { freze }", "freze", "freeze"),
    Typo("train chat on films schedule=liner", "liner", "linear"),
    Typo("train chat on films schedule=cosin", "cosin", "cosine"),
    Typo("train chat on films keep=bset", "bset", "best"),
    Typo("train chat on films shuffle=ture", "ture", "true"),
    Typo("train chat on films shuffle=no", "no", "false"),
    Typo("train chat on films clip=null", "null", "none"),
    Typo("m = model \"x\" task=text_classification", "text_classification", "text-classification"),
    Typo("m = model \"x\" task=\"fil-mask\"", "\"fil-mask\"", "fill-mask"),
    Typo("a = adapter lora on base targets=all-liner", "all-liner", "all-linear"),
    Typo("t = tokenizer trian wordpiece on films", "trian", "train"),
    Typo("t = tokenizer train wordpeice on films", "wordpeice", "wordpiece"),
    Typo("p = pick ranks bset", "bset", "best"),
    Typo("d = dataset \"x\" format=jsnol", "jsnol", "jsonl"),
    Typo("d = dataset \"x\" wait=2S", "S", "s"),
    Typo("d = dataset \"x\" cache=2Gb", "Gb", "GB"),
  ]

  static let names: [Typo] = [
    Typo("train caht on films", "caht", "chat"),
    Typo("train chat on flims", "flims", "films"),
    Typo("train chat on Films", "Films", "films"),
    Typo("train chat on films eval=dv", "dv", "dev"),
    Typo("train chat on films eval=dve", "dve", "dev"),
    Typo("train chat no films", "no", "on"),
    Typo("train chat onn films", "onn", "on"),
    Typo("train chat onfilms", "onfilms", "on films"),
    Typo("a = adapter lora onbase", "onbase", "on base"),
    Typo("save chat ot \"x\"", "ot", "to"),
    Typo("save chat on \"x\"", "on", "to"),
    Typo("a = adapter lora on bsae", "bsae", "base"),
    Typo("a = adapter lora base", "base", "on base"),
    Typo("a = adapter lora base=base", "base=base", "on base"),
    Typo("a = adapter lora on 模形", "模形", "模型"),
    Typo("compare [chat, a5] on held", "a5", "a4"),
    Typo("tokenize tk \"text\"", "tk", "tok"),
    Typo("tokenize tok \"text", "\"text", ""),
    Typo("evaluate chat on hled", "hled", "held"),
    Typo("show rank", "rank", "ranks"),
    Typo("m = model bert", "bert", "\"bert\""),
    Typo("predict chat good", "good", "\"good\""),
    Typo("m = model \"$nmae\"", "$nmae", "$name"),
    Typo("train chat on films lr=$rat", "$rat", "$rate"),
    Typo("predict chat films to \"$out.jsonl\"", "$out.jsonl", "${out}.jsonl"),
    Typo("train \"chat\" on films", "\"chat\"", "chat"),
  ]
}

@Suite struct TypoTests {
  @Test(arguments: Typo.verbs + Typo.options + Typo.words + Typo.names)
  func leadsToTheWordMeant(_ typo: Typo) throws {
    let found = try #require(diagnostic(typo.line))
    let span = try #require(found.span)
    #expect(SourceText(text: typo.line).slice(span) == typo.word, "\(found)")
    #expect(found.suggestion ?? "" == typo.meant, "\(found)")
    #expect(found.exit == 65)
  }

  @Test func aNearerWordWins() {
    #expect(Suggestion.nearest("tset", among: ["text", "test"]) == "test")
    #expect(Suggestion.nearest("qeury", among: ["key", "query", "value"]) == "query")
    #expect(Suggestion.nearest("learn", among: ["lr", "learning_rate"]) == "learning_rate")
  }

  @Test func nothingNearGivesNothing() {
    #expect(Suggestion.nearest("zebra", among: ["lora", "dora"]) == nil)
    #expect(Suggestion.nearest("", among: ["lora", ""]) == nil)
    #expect(Suggestion.nearest("x", among: ["y", ""]) == nil)
    #expect(Suggestion.nearest(String(repeating: "a", count: 1_000_000), among: ["lora"]) == nil)
  }
}
