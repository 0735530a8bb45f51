import Language
import Testing

/// A statement that must fail: code, message, and the text under the caret.
struct Fault: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  let message: String
  let word: String
  var testDescription: String { text }

  init(_ text: String, _ code: String, _ message: String, _ word: String) {
    self.text = text
    self.code = code
    self.message = message
    self.word = word
  }

  static let all: [Fault] = [
    Fault("zebra chat", "unknown-verb", "unknown verb 'zebra'", "zebra"),
    Fault(
      "x = evaluate chat on dev", "makes-no-object",
      "'evaluate' makes no object that 'x' could name", "x = evaluate"),
    Fault(
      "model \"x\"", "missing-name", "'model' makes an object and needs a name for it", "model"),
    Fault("a = adapter full on base r=8", "unknown-option", "'full' has no option 'r'", "r"),
    Fault("train chat on films zebra=1", "unknown-option", "unknown option 'zebra'", "zebra"),
    Fault(
      "train films on films", "wrong-kind",
      "'films' is a dataset, but an adapter or model is wanted", "films"),
    Fault(
      "a = adapter lora on films", "wrong-kind", "'films' is a dataset, but a model is wanted",
      "films"),
    Fault(
      "train chat on films eval=chat", "wrong-kind",
      "'chat' is an adapter, but a dataset is wanted", "chat"),
    Fault("train zebra on films", "unknown-name", "unknown name 'zebra'", "zebra"),
    Fault("a = adapter zebra on base", "unknown-word", "unknown method 'zebra'", "zebra"),
    Fault(
      "train chat on films lr=$zebra", "unknown-parameter", "unknown parameter 'zebra'", "$zebra"),
    Fault("predict chat \"a $zebra\"", "unknown-parameter", "unknown parameter 'zebra'", "$zebra"),
    Fault("train chat", "missing-argument", "'train' needs 'on' and a dataset", ""),
    Fault("train", "missing-argument", "'train' needs an adapter or model", ""),
    Fault(
      "m = model", "missing-argument",
      "'model' needs a source in \"quotes\": a folder, a file, demo:NAME or hub:owner/name", ""),
    Fault(
      "predict chat films", "missing-argument", "'predict' needs 'to' and a path in \"quotes\"", ""),
    Fault("compare base on films", "missing-argument", "'compare' needs a row in '{ }'", ""),
    Fault("compare base on films { }", "missing-argument", "'compare' needs a row in '{ }'", "{ }"),
    Fault("param", "missing-argument", "'param' needs NAME = value", ""),
    Fault("train chat films", "missing-argument", "expected 'on' before 'films'", "films"),
    Fault("show chat base", "unexpected-argument", "'show' has no place for base", "base"),
    Fault("objects 3", "unexpected-argument", "'objects' has no place for 3", "3"),
    Fault(
      "train chat on films { lora }", "unexpected-argument", "'train' takes no rows here",
      "{ lora }"),
    Fault("train chat on films epochs=1 epochs=2", "conflict", "'epochs' is given twice", "epochs"),
    Fault("train chat on films on dev", "conflict", "'on' is given twice", "on dev"),
    Fault(
      "d = dataset \"x\" sample=1 limit=3", "conflict", "'sample' and 'limit' exclude each other",
      "limit"),
    Fault("x = merge chat as y", "conflict", "the result is named twice: 'x' and 'y'", "as y"),
    Fault("compare base on films { x: lora; x: dora }", "conflict", "two rows are named 'x'", "x"),
    Fault("a = adapter lora on base r=0", "out-of-range", "r is 0, but must be 1 or more", "0"),
    Fault(
      "train chat on films batch=70000", "out-of-range",
      "batch is 70000, but must be from 1 to 65536", "70000"),
    Fault("train chat on films lr=0", "out-of-range", "lr is 0, but must be above 0", "0"),
    Fault("train chat on films lr=$zero", "out-of-range", "lr is 0, but must be above 0", "$zero"),
    Fault(
      "a = adapter lora on base dropout=1", "out-of-range",
      "dropout is 1, but must be at least 0 and below 1", "1"),
    Fault(
      "a = adapter lora on base seed=-1", "out-of-range", "seed is -1, but must be 0 or more", "-1"),
    Fault(
      "a = adapter lora on base r=99999999999999999999", "out-of-range",
      "r is 99999999999999999999, but must be from 1 to 9223372036854775807", "99999999999999999999"
    ),
    Fault(
      "compare base on films { lora r=[4, 0] }", "out-of-range", "r is 0, but must be 1 or more",
      "0"),
    Fault(
      "compare base on films { lora r=[1,2,3,4,5,6,7,8,9,10] alpha=[1,2,3,4,5,6,7,8,9,10] seed=[1,2,3,4,5,6,7,8,9,10] epochs=[1,2,3,4,5,6,7,8,9,10] batch=[1,2] }",
      "out-of-range", "this line makes more than 10000 rows",
      "lora r=[1,2,3,4,5,6,7,8,9,10] alpha=[1,2,3,4,5,6,7,8,9,10] seed=[1,2,3,4,5,6,7,8,9,10] epochs=[1,2,3,4,5,6,7,8,9,10] batch=[1,2]"
    ),
    Fault(
      "a = adapter lora on base r=8.5", "wrong-type",
      "r is 8.5, but must be a whole number of 1 or more", "8.5"),
    Fault(
      "a = adapter lora on base r=big", "wrong-type",
      "r is 'big', but must be a whole number of 1 or more", "big"),
    Fault(
      "a = adapter lora on base r=\"8\"", "wrong-type",
      "r is \"8\", but must be a whole number of 1 or more", "\"8\""),
    Fault(
      "a = adapter lora on base r=[4, 8]", "wrong-type",
      "r is a list, but must be a whole number of 1 or more", "[4, 8]"),
    Fault(
      "a = adapter lora on base targets=[]", "wrong-type",
      "targets is an empty list, but must be a list of words", "[]"),
    Fault(
      "train chat on films shuffle=1", "wrong-type", "shuffle is 1, but must be true or false", "1"),
    Fault(
      "train chat on films clip=big", "wrong-type",
      "clip is 'big', but must be a number above 0, or none", "big"),
    Fault(
      "train chat on films log=3", "wrong-type", "log is 3, but must be a path in \"quotes\"", "3"),
    Fault(
      "d = dataset \"x\" wait=3", "wrong-type", "wait is 3, but must be a duration, such as 60s",
      "3"),
    Fault("m = merge chat as \"m\"", "wrong-type", "expected a name after 'as'", "\"m\""),
    Fault(
      "compare base on films { lora r=[[4], 8] }", "wrong-type",
      "r is a list, but must be a whole number of 1 or more", "[4]"),
  ]

  /// What comes first when a statement has several faults.
  static let order: [Fault] = [
    Fault("trian zebra on flims r=0", "unknown-verb", "unknown verb 'trian'", "trian"),
    Fault("train caht on flims", "unknown-name", "unknown name 'caht'", "caht"),
    Fault("train epohcs=2 caht on films", "unknown-option", "unknown option 'epohcs'", "epohcs"),
    Fault("train chat epochs=0 evl=dev", "unknown-option", "unknown option 'evl'", "evl"),
    Fault("train chat epochs=0", "missing-argument", "'train' needs 'on' and a dataset", ""),
    Fault("train chat on films epochs=0 lr=1 lr=2", "conflict", "'lr' is given twice", "lr"),
    Fault("train chat on films lr=0 epochs=0", "out-of-range", "lr is 0, but must be above 0", "0"),
    Fault(
      "compare base on films epochs=0 { lora r=0\n dorra r=8 }", "unknown-word",
      "unknown method 'dorra'", "dorra"),
    Fault(
      "compare base epochs=0 { lora r=0 }", "missing-argument",
      "'compare' needs 'on' and a dataset", ""),
    Fault(
      "train films epochs=0", "wrong-kind",
      "'films' is a dataset, but an adapter or model is wanted", "films"),
  ]
}

@Suite struct CheckerTests {
  @Test(arguments: Fault.all + Fault.order)
  func theFirstFaultIsNamed(_ fault: Fault) throws {
    let found = try #require(diagnostic(fault.text))
    #expect(found.message == fault.message)
    #expect(found.code == fault.code)
    #expect(found.exit == 65)
    let span = try #require(found.span)
    #expect(SourceText(text: fault.text).slice(span) == fault.word)
  }

  @Test(arguments: [
    ("t = tokenizer \"x\"", 0), ("t = tokenizer train wordpiece on films size=4000", 1),
    ("a = adapter lora on base", 0), ("a = adapter \"folder\" on base", 1),
    ("a = adapter on base \"folder\"", 1), ("compare base on films { full }", 0),
    ("compare [a4, chat] on held", 1), ("predict chat \"text\"", 0),
    ("predict \"text\" chat", 0), ("predict chat \"$name\"", 0),
    ("predict chat films to \"out.jsonl\"", 1), ("predict films to \"o\" chat", 1),
    ("tokenize tok \"text\"", 0), ("tokenize tok films to \"f\"", 1),
    ("save session to \"nb.md\"", 0), ("save chat to \"folder\" overwrite=true", 1),
    ("p = pick ranks best", 0), ("p = pick ranks \"lora r=8\"", 0), ("train base on films", 0),
    ("help", 0), ("help train", 0), ("objects", 0), ("show ranks rows=3", 0), ("set threads=2", 0),
    ("param lr = [1e-4, query]", 0), ("edit 3", 0), ("evaluate chat on dev", 0),
    ("m = model \"x\" labels=films", 0), ("m = model \"x\" labels=[good, \"very bad\", 3]", 0),
    ("a = adapter lora on base alpha=\"2*r\" targets=[query, value]", 0),
    ("train chat on films clip=none", 0), ("a = adapter lora on 模型 r=1e1", 0),
  ])
  func formsAreToldApart(_ text: String, _ form: Int) throws {
    #expect(try checkOne(text).form == form)
  }

  @Test func valuesComeTypedWithDefaults() throws {
    let train = try checkOne("b = train chat on films epochs=5 lr=$rate eval=dev")
    #expect(train.binding?.value == "b")
    #expect(train.string("adapter") == "chat")
    #expect(train.int("epochs") == 5)
    #expect(train.int("batch") == 16)
    #expect(train.double("lr") == 0.001)
    #expect(train.double("clip") == 1.0)
    #expect(train.flag("shuffle") == true)
    #expect(train.string("schedule") == "linear")
    #expect(train.has("epochs") && !train.has("batch"))
    #expect(train.int("max_steps") == nil)
    let load = try checkOne("d = dataset \"$out/x\" wait=2m cache=1KB")
    #expect(load.string("source") == "made/x")
    #expect(load.seconds("wait") == 120)
    #expect(load.bytes("cache") == 1000)
    let lora = try checkOne("a = adapter lora on base targets=[query, value]")
    #expect(lora.strings("targets") == ["query", "value"])
    #expect(lora.int("r") == 8)
    #expect(try checkOne("m = merge chat").binding?.value == "m")
    #expect(try checkOne("merge chat as m").binding?.value == "m")
    #expect(try checkOne("param x = 3").optionOrder == ["x"])
  }

  @Test func wordsAreNeverObjects() throws {
    let checked = try checkOne("m = model \"x\" labels=[films, dev]")
    #expect(checked.strings("labels") == ["films", "dev"])
    #expect(try checkOne("a = adapter lora on base targets=[base]").strings("targets") == ["base"])
  }

  @Test func listsMultiplyInOrder() throws {
    let text = """
      compare base on films {
        full lr=2e-5
        lora r=[4, 8] lr=[1e-4, 3e-4] targets=[query, value]
        dora targets=[all-linear, [query], [query, value]]
        wide: lora targets=all-linear
      }
      """
    let lines = try checkOne(text).lines
    #expect(lines.map { $0.rows.count } == [1, 4, 3, 1])
    let pairs = lines[1].rows.map { [$0.int("r") ?? 0, Int(($0.double("lr") ?? 0) * 1e5 + 0.5)] }
    #expect(pairs == [[4, 10], [4, 30], [8, 10], [8, 30]])
    #expect(lines[1].rows[3].strings("targets") == ["query", "value"])
    #expect(lines[1].rows[3].int("epochs") == 3)
    #expect(
      lines[2].rows.map { $0.strings("targets") ?? [] } == [
        ["all-linear"], ["query"], ["query", "value"],
      ])
    #expect(lines[3].name?.value == "wide")
  }
}
