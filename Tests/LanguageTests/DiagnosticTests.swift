import Language
import Testing

private func rendered(_ text: String, file: String = "nb.md", firstLine: Int = 12) -> String {
  guard let found = diagnostic(text) else { return "" }
  return found.rendered(in: SourceText(file: file, text: text, firstLine: firstLine))
}

@Suite struct DiagnosticTests {
  @Test func inAFileTheLineIsNumbered() {
    #expect(
      rendered("\n\na = adapter lora on bsae") == """
        error: unknown name 'bsae'
         --> nb.md:14:21
        14 | a = adapter lora on bsae
           |                     ^^^^ did you mean 'base'?
        """)
  }

  @Test func atThePromptItIsNot() {
    #expect(
      rendered("train chat on films schedule=liner", file: "", firstLine: 3) == """
        error: unknown schedule 'liner'
         --> line 3, column 30
          train chat on films schedule=liner
                                       ^^^^^ did you mean 'linear'? (linear, constant, cosine)
        """)
  }

  @Test func whatIsMissingIsMarkedBehindTheLine() {
    #expect(
      rendered("train chat", file: "", firstLine: 1) == """
        error: 'train' needs 'on' and a dataset
         --> line 1, column 11
          train chat
                    ^ (train a on d)
        """)
  }

  @Test func noPlaceNoLine() {
    let error = Diagnostic(code: "missing-file", exit: 66, message: "no file 'x'", suggestion: "y")
    #expect(
      error.rendered(in: SourceText(text: "")) == "error: no file 'x'\n  did you mean 'y'?")
  }

  /// The display columns of the carets equal those of the word.
  @Test(arguments: [
    "train caht on films", "predict chat \"电影很好\" lr=3",
    "predict chat \"e\u{301}e\u{301}\" zebra=1",
    "\ttrain\tcaht on films", "predict chat \"👍🏽 한국어 ｆｕｌｌ\" 模=1",
    "predict chat \"\u{200D}\u{FEFF}\" zebra=1",
  ])
  func caretStandsUnderTheWord(_ text: String) throws {
    let found = try #require(diagnostic(text))
    let span = try #require(found.span)
    let lines = found.rendered(in: SourceText(text: text)).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let (line, carets) = (lines[2], lines[3])
    let word = SourceText(text: text).slice(span)
    let before = try #require(line.ranges(of: word).last).lowerBound
    let spaces = carets.prefix { $0 == " " }.count
    #expect(displayWidth(String(line[..<before])) == spaces)
    #expect(carets.dropFirst(spaces).prefix { $0 == "^" }.count == displayWidth(word))
    #expect(!line.unicodeScalars.contains("\t"))
  }

  @Test func widths() {
    #expect(displayWidth("abc") == 3)
    #expect(displayWidth("电影") == 4)
    #expect(displayWidth("e\u{301}") == 1)
    #expect(displayWidth("ｆ한\u{1F44D}") == 6)
    #expect(displayWidth("\u{200B}\u{FEFF}") == 0)
  }

  @Test func controlCharactersNeverReachTheTerminal() {
    let text = "predict chat \"\u{1B}[31m\u{7}\u{202E}\" zebra=1"
    let shown = rendered(text)
    #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
    #expect(!shown.unicodeScalars.contains("\u{202E}"))
  }

  @Test func longLinesAreCutAroundTheWord() throws {
    let filler = String(repeating: "x ", count: 5000)
    let shown = rendered("predict chat \"\(filler)\" zebra=1 log=\"\(filler)\"")
    let lines = shown.split(separator: "\n")
    #expect(lines.allSatisfy { displayWidth(String($0)) < 300 })
    let word = try #require(lines[2].ranges(of: "zebra").first)
    let caret = try #require(lines[3].ranges(of: "^^^^^").first)
    #expect(
      displayWidth(String(lines[2][..<word.lowerBound]))
        == displayWidth(String(lines[3][..<caret.lowerBound])))
  }

  private static let long = [
    "predict chat \"x电影评论电影评论电影评论电影评论电影评论\" zebra=3",
    "predict chat \"x\" zebra=1 log=\"电影评论电影评论电影评论电影评论电影评论电影评论\"",
    "predict chat \"电影评论电影评论电影评论电影评论\" zebra=1 log=\"电影评论电影评论电影评论电影评论\"",
    "\tpredict\tchat \"one\ttwo\tthree\tfour\tfive\tsix\tseven\" zebra=1 lr=3",
    "predict chat \"" + String(repeating: "x ", count: 5000) + "\" zebra=1",
  ]

  /// On a terminal the line is one row, whatever its width, with the carets under the word.
  @Test(arguments: long, ["", "nb.md"])
  func aRowOfTheTerminalHoldsTheWord(_ text: String, _ file: String) throws {
    let found = try #require(diagnostic(text))
    let source = SourceText(file: file, text: text)
    for columns in 30...100 {
      let lines = found.rendered(in: source, columns: columns).split(separator: "\n")
        .map(String.init)
      #expect(lines.allSatisfy { displayWidth($0) <= columns }, "\(lines)")
      let line = try #require(lines.first { $0.contains("zebra") && !$0.hasPrefix("error") })
      let word = try #require(line.ranges(of: "zebra").first)
      let carets = try #require(lines.first { $0.contains("^^^^^") && !$0.contains("^^^^^^") })
      let caret = try #require(carets.ranges(of: "^").first)
      #expect(
        displayWidth(String(line[..<word.lowerBound]))
          == displayWidth(String(carets[..<caret.lowerBound])), "\(lines)")
    }
    // Nothing is cut that fits.
    if text.unicodeScalars.count < 200 {
      #expect(
        found.rendered(in: source, columns: 300) == found.rendered(in: source))
    }
  }

  @Test(arguments: 30...60)
  func whatIsMissingIsMarkedInAnyWidth(_ columns: Int) throws {
    let text = "evaluate      chat       predictions=\"电影评论电影评论电影.jsonl\""
    let found = try #require(diagnostic(text))
    var behind = found
    behind.span = Span(start: text.unicodeScalars.count, end: text.unicodeScalars.count)
    let lines = behind.rendered(in: SourceText(text: text), columns: columns)
      .split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { displayWidth($0) <= columns }, "\(lines)")
    let place = try #require(lines.firstIndex { $0.hasSuffix(".jsonl\"") })
    let carets = try #require(lines[place + 1].firstIndex(of: "^"))
    #expect(displayWidth(String(lines[place + 1][..<carets])) == displayWidth(lines[place]))
  }

  /// Sentences and hints between words.
  @Test(arguments: [30, 40, 60, 80])
  func sentencesAreBrokenBetweenWords(_ columns: Int) throws {
    let words = (1...30).map { "word\($0)" }.joined(separator: " ")
    let error = Diagnostic(
      code: "x", exit: 65, message: words, span: Span(start: 5, end: 8), suggestion: "y",
      note: "(\(words))")
    for colour in [false, true] {
      let shown = error.rendered(
        in: SourceText(text: "help abc"), colour: colour, columns: columns
      ).replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(shown.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= columns })
      let whole = error.rendered(in: SourceText(text: "help abc"))
      #expect(
        shown.split { $0 == " " || $0 == "\n" } == whole.split { $0 == " " || $0 == "\n" })
    }
  }

  @Test func colourOnlyPaints() {
    let text = "train caht on films"
    guard let found = diagnostic(text) else { return }
    let source = SourceText(file: "nb.md", text: text)
    let painted = found.rendered(in: source, colour: true)
    #expect(painted.contains("\u{1B}[1;31m"))
    let plain = painted.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == found.rendered(in: source))
  }

  @Test func jsonIsOneLineInCodePoints() {
    let text = "# 电影\npredict chat \"👍\" \"rank\"\ntrain 模 on films"
    #expect(
      diagnostic("predict chat \"👍é\" zebra=\"a\\nb\"")?.json(
        in: SourceText(file: "a \"b\".md", text: "predict chat \"👍é\" zebra=1", firstLine: 7))
        == #"{"code": "unknown-option", "message": "unknown option 'zebra'", "#
        + #""span": {"file": "a \"b\".md", "line": 7, "column": 19, "length": 5}, "#
        + #""suggestion": null}"#)
    #expect(SourceText(text: text, firstLine: 5).position(of: 5) == (6, 1))
    let none = Diagnostic(code: "x", exit: 70, message: "a\u{1}b\nc\u{2028}", suggestion: "\\")
    #expect(
      none.json(in: SourceText(text: ""))
        == #"{"code": "x", "message": "a\u0001b\nc\u2028", "span": null, "suggestion": "\\"}"#)
  }
}
