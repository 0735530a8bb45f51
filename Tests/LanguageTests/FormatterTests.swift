import Language
import Testing

private func format(_ text: String) throws -> String {
  try Parser.format(SourceText(text: text))
}

/// A counter-based draw, so that every run sees the same texts.
private struct Draw: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Program texts that parse, with every construct and careless spacing.
private struct TextMaker {
  var draw: Draw

  mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &draw) ?? ""
  }

  mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &draw) == 0 }

  mutating func gap() -> String { pick([" ", " ", "  ", "\t", " \\\n "]) }

  mutating func name() -> String {
    pick(["a", "base", "films", "模型", "x.y", "été", "model", "a4"])
  }

  mutating func value(_ depth: Int = 0) -> String {
    if depth < 2 && chance(4) {
      let open = pick(["[", "[ ", "[\n", "[ # why\n "])
      let close = pick(["]", " ]", "\n]", ",\n]"])
      let count = Int.random(in: 1...3, using: &draw)
      let comma = pick([",", ", ", " ,\n  "])
      return open + (0..<count).map { _ in value(depth + 1) }.joined(separator: comma) + close
    }
    return pick([
      "8", "-1", "1e-4", ".5", "10m", "2GB", "true", "none", "query", "all-linear", "$rate",
      "\"text\"", "\"\"", "\"a\\n\\u{4e2d}$name\"", "\"\"\"two\n lines\"\"\"", "\"电影 很好\"",
      "\"# no\"",
    ])
  }

  mutating func option() -> String {
    pick(["r", "epochs", "lr", "targets"]) + pick(["=", " = ", "= "]) + value()
  }

  mutating func argument() -> String {
    switch Int.random(in: 0..<4, using: &draw) {
    case 0: option()
    case 1: pick(["on", "to", "as"]) + gap() + value()
    default: chance(2) ? value() : option()
    }
  }

  mutating func statement() -> String {
    var text = chance(2) ? name() + pick([" = ", "=", " ="]) : ""
    text += pick(["train", "adapter", "param", "compare"])
    for _ in 0..<Int.random(in: 0...5, using: &draw) { text += gap() + argument() }
    if chance(4) { text += " " + block() }
    return text
  }

  mutating func block() -> String {
    var text = "{" + pick(["", " ", "\n", " # open\n"])
    for _ in 0..<Int.random(in: 0...4, using: &draw) {
      text += (chance(3) ? name() + pick([":", " : "]) : "") + pick(["lora", "full"])
      for _ in 0..<Int.random(in: 0...3, using: &draw) { text += " " + option() }
      text += pick(["\n", ";", "\n\n", " # note\n", "\n # alone\n"])
    }
    return text + "}"
  }

  mutating func text() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &draw) {
      text += statement() + pick(["\n", ";", " ; ", "\n\n\n", "  # said\n", "\n# alone\n", "\r\n"])
    }
    return text
  }
}

@Suite struct FormatterTests {
  @Test(arguments: 0..<400)
  func keepsTheStatements(_ seed: Int) throws {
    var maker = TextMaker(draw: Draw(state: UInt64(seed)))
    let text = maker.text()
    let before = try Parser.parse(SourceText(text: text))
    let formatted = try format(text)
    let after = try Parser.parse(SourceText(text: formatted))
    #expect(before.map(\.canonical) == after.map(\.canonical), "\(text)\n---\n\(formatted)")
    #expect(before.map { values($0) } == after.map { values($0) })
    #expect(try format(formatted) == formatted, "\(text)\n---\n\(formatted)")
    #expect(comments(text) == comments(formatted), "\(text)\n---\n\(formatted)")
    for statement in before {
      let again = try Parser.parse(SourceText(text: statement.canonical))
      #expect(again.map(\.canonical) == [statement.canonical])
    }
  }

  /// The values without their places.
  private func values(_ statement: Statement) -> [String] {
    statement.arguments.map { $0.canonical }
      + (statement.block?.lines.flatMap { $0.options.map { $0.canonical } } ?? [])
  }

  /// How often each comment the maker writes occurs.
  private func comments(_ text: String) -> [Int] {
    ["# why", "# note", "# alone", "# said", "# open"].map { text.ranges(of: $0).count }
  }

  @Test func alignsNamesOfNeighbours() throws {
    let text = """
      base = model "demo:bert"   task=text-classification
      films=dataset "demo:reviews" split=train
      dev = dataset "demo:reviews" split=dev # held back


      t = compare base on films eval=dev epochs=4 { full ; freeze
      lora r=[4,8,16] }
      电影=dataset "x"
      a = dataset "y"; objects
      """
    let expected = """
      base  = model "demo:bert" task=text-classification
      films = dataset "demo:reviews" split=train
      dev   = dataset "demo:reviews" split=dev  # held back

      t = compare base on films eval=dev epochs=4 {
        full
        freeze
        lora r=[4, 8, 16]
      }
      电影 = dataset "x"
      a    = dataset "y"
      objects

      """
    #expect(try format(text) == expected)
  }

  @Test func longStatementsAreBroken() throws {
    let text =
      "b = train a on films eval=dev test=held epochs=4 batch=16 lr=1e-4 optimizer=adamw "
      + "weight_decay=0.01 schedule=cosine warmup=0.1"
    let expected = """
      b = train a on films eval=dev test=held epochs=4 batch=16 lr=1e-4 optimizer=adamw \\
          weight_decay=0.01 schedule=cosine warmup=0.1

      """
    #expect(try format(text) == expected)
  }

  @Test func paramKeepsItsSpaces() throws {
    #expect(try format("param lr=1e-4") == "param lr = 1e-4\n")
    #expect(try format("") == "")
    #expect(try format("\n\n") == "")
    #expect(try format("# only\n\n\n# notes") == "# only\n\n# notes\n")
  }
}
