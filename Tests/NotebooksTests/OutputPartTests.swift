import Notebooks
import Testing

@Suite struct OutputPartTests {
  @Test func scoresAndLossesHaveALeadingZeroAndFourDecimals() {
    #expect(OutputPart.score(0.5).printed == "0.5000")
    #expect(OutputPart.score(1, width: 8).printed == "  1.0000")
    #expect(OutputPart.score(0.123_456_7, decimals: 2).printed == "0.1235")
    #expect(OutputPart.loss(0.000_01).printed == "0.0000")
    #expect(OutputPart.loss(12.345_678, decimals: 6).printed == "12.345678")
    #expect(OutputPart.score(.nan).printed == "nan")
    #expect(OutputPart.loss(.infinity).printed == "inf")
  }

  @Test func exactValuesKeepEveryBit() throws {
    let value = 0.1 + 0.2
    #expect(Double(OutputPart.score(value).exact) == value)
    #expect(OutputPart.given(1_310_720).exact == "1310720")
    #expect(OutputPart.given("1 310 k", exact: "1310720").printed == "1 310 k")
    #expect(OutputPart.text("x").exact == "")
  }

  /// A terminal escape in generated text must neither act nor get lost in the file.
  @Test func controlCharactersAreSpelledOut() {
    #expect(OutputPart.trained("a\u{1B}[1mb\r").printed == "a\\u{1b}[1mb\\u{d}")
    #expect(OutputPart.text("tab\tfeed\n").printed == "tab\tfeed\n")
    #expect(OutputPart.trained("a\r").exact == "a\r")
  }
}
