import Language
import Testing

private func parse(_ text: String) throws -> [Statement] {
  try Parser.parse(SourceText(text: text))
}

@Suite struct ParserTests {
  @Test func statementsEndAtLinesAndSemicolons() throws {
    let statements = try parse(
      "a = model \"x\"; objects # look\n\n# alone\nshow a rows=3;;\r\nhelp")
    #expect(
      statements.map(\.canonical) == ["a = model \"x\"", "objects", "show a rows=3", "help"])
    #expect(statements[0].binding?.value == "a")
    #expect(statements[2].span == Span(start: 39, end: 52))
  }

  @Test func argumentsStandInAnyOrder() throws {
    let statement = try #require(try parse("train epochs = 3 on d a eval=dev").first)
    #expect(statement.canonical == "train epochs=3 on d a eval=dev")
    let roles = statement.arguments.map(\.role)
    #expect(roles[0] == .option(Spanned("epochs", Span(start: 6, end: 12))))
    #expect(roles[1] == .preposition(Spanned("on", Span(start: 17, end: 19))))
    #expect(roles[2] == .positional)
  }

  @Test func verbsMayNameObjects() throws {
    let statement = try #require(try parse("model = model \"x\"").first)
    #expect(statement.binding?.value == "model")
    #expect(statement.verb.value == "model")
  }

  @Test func listsAndBackslashesJoinLines() throws {
    let statements = try parse(
      "a = adapter lora on base \\\n  targets=[query, # first\n\n  value,\n]\nshow a")
    #expect(statements.count == 2)
    #expect(statements[0].canonical == "a = adapter lora on base targets=[query, value]")
  }

  @Test func blocksHoldARowALine() throws {
    let text = """
      t = compare base on films epochs=4 {  # six rows

        full ; freeze
        # ranks
        lora r=[4, 8,
                16]
        wide: lora r=8 targets=[[query], [query, value]]  }
      """
    let statement = try #require(try parse(text).first)
    let block = try #require(statement.block)
    #expect(
      block.lines.map(\.canonical) == [
        "full", "freeze", "lora r=[4, 8, 16]",
        "wide: lora r=8 targets=[[query], [query, value]]",
      ])
    #expect(block.lines[3].name?.value == "wide")
    #expect(SourceText(text: text).slice(block.lines[0].span) == "full")
  }

  @Test(arguments: [
    ("a =", "expected a verb after 'a ='", "", 3),
    ("a = 3", "expected a verb after 'a =', found '3'", "3", 4),
    ("3", "expected a statement, found '3'", "3", 0),
    ("on base", "expected a statement, found 'on'", "on", 0),
    (
      "a-b = model \"x\"", "'a-b' is not a name: a letter, then letters, digits, '_' and '.'",
      "a-b", 0
    ),
    ("true = model \"x\"", "'true' is a word of the language and names nothing", "true", 0),
    ("set x=", "expected a value after 'x='", "", 6),
    ("train a on", "expected a value after 'on'", "", 10),
    ("train a on to", "expected a value after 'on', found 'to'", "to", 11),
    ("train a = 3 on", "expected a value after 'on'", "", 14),
    ("set x=[1 2]", "expected ',' or ']' in the list, found '2'", "2", 9),
    ("set x=[1, 2", "'[' is not closed by ']'", "[", 6),
    ("set x=[,]", "expected a value after '[', found ','", ",", 7),
    ("set x=]", "expected a value after 'x=', found ']'", "]", 6),
    ("compare b on d {\n lora", "'{' is not closed by '}'", "{", 15),
    ("compare b on d { lora } r=4", "expected the end of the statement, found 'r'", "r", 24),
    ("compare b on d { lora 4 }", "expected NAME=value, found '4'", "4", 22),
    ("compare b on d { x: }", "expected a method, found '}'", "}", 20),
    ("compare b on d { [a] }", "expected a method, found '['", "[", 17),
    ("{", "expected a statement, found '{'", "{", 0),
    ("a : b", "expected a value after 'a', found ':'", ":", 2),
  ])
  func whatDoesNotParseIsShown(_ text: String, _ message: String, _ word: String, _ at: Int) {
    #expect {
      try parse(text)
    } throws: { error in
      guard let error = error as? Diagnostic, let span = error.span else { return false }
      return error.message == message && span.start == at
        && SourceText(text: text).slice(span) == word && error.code == "syntax" && error.exit == 65
    }
  }

  @Test(arguments: [
    "", "# note", "train a on d", "t = compare b on d { lora }", "set x=[1, 2]", "set x=]",
    "set x=\"abc", "a \\\n", "x = \"\"\"a\"\"\"", "}{", "set x=[}",
  ])
  func completeTexts(_ text: String) { #expect(Parser.isComplete(text)) }

  @Test(arguments: [
    "t = compare b on d {", "t = compare b on d {\n lora r=[4,", "set x=[1", "a \\", "a \\  ",
    "x = \"\"\"a", "x = \"\"\"a\n\"", "t = compare b on d { # note",
  ])
  func textsThatGoOn(_ text: String) { #expect(!Parser.isComplete(text)) }
}
