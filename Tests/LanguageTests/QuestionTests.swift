import Language
import Testing

/// `?name`, as IPython has it.
@Suite struct QuestionTests {
  @Test(arguments: [
    ("?", "help"), ("?train", "help train"), ("train?", "help train"), ("? lora", "help lora"),
    ("?all-linear", "help all-linear"),
  ])
  func asksForHelp(_ typed: String, _ meant: String) throws {
    let statements = try Parser.parse(SourceText(text: typed))
    #expect(statements.map(\.canonical) == [meant])
    #expect(statements[0].verb.value == "help")
  }

  @Test func oneOfSeveralStatements() throws {
    let statements = try Parser.parse(SourceText(text: "objects; ?train\nshow chat"))
    #expect(statements.map(\.canonical) == ["objects", "help train", "show chat"])
  }

  @Test(arguments: ["?train chat", "show ?chat", "x = ?", "??"])
  func standsAlone(_ text: String) {
    #expect(throws: Diagnostic.self) { try Parser.parse(SourceText(text: text)) }
  }
}
