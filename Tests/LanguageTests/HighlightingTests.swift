import Language
import Testing

@Suite struct HighlightingTests {
  private func kinds(_ text: String) -> [String] {
    let source = SourceText(text: text)
    return Highlighter.spans(text).map { "\($0.kind) \(source.slice($0.span))" }
  }

  @Test func aStatementWithEveryKind() {
    #expect(
      kinds("m = model \"demo:bert\" labels=[a, none] seed=$s dtype=fp32 # new") == [
        "name m", "verb model", "string \"demo:bert\"", "option labels", "constant none",
        "option seed", "parameter $s", "option dtype", "comment # new",
      ])
    #expect(
      kinds("train a on d epochs=4; save a to \"x\"\nset threads=2") == [
        "verb train", "preposition on", "option epochs", "number 4", "verb save",
        "preposition to", "string \"x\"", "verb set", "option threads", "number 2",
      ])
  }

  @Test func rowsOfABlock() {
    #expect(
      kinds("t = compare base on d {\n  full lr=1e-4\n\n  mine: lora r=[4,\n 8]\n}\nshow t") == [
        "name t", "verb compare", "preposition on", "verb full", "option lr", "number 1e-4",
        "name mine", "verb lora", "option r", "number 4", "number 8", "verb show",
      ])
  }

  @Test func anOptionMayBeCalledLikeAVerb() {
    #expect(kinds("model = model \"x\"") == ["name model", "verb model", "string \"x\""])
  }

  /// What stands before an error keeps its colours, and no text traps.
  @Test(arguments: ["a = 'x'", "train a on \"open", "}{][==;;", "a \\ b", "深い = tok \u{0}", ""])
  func whatDoesNotReadIsLeftPlain(_ text: String) {
    let spans = Highlighter.spans(text)
    #expect(spans.allSatisfy { $0.span.start < $0.span.end })
    #expect(spans.allSatisfy { $0.span.end <= text.unicodeScalars.count })
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.span.end <= $1.span.start })
  }

  @Test func whatStandsBeforeAnErrorIsShown() {
    #expect(kinds("train a on 'x'") == ["verb train", "preposition on"])
  }
}
