import Language
import Testing

/// The single value of `x`=value.
private func value(_ text: String) throws -> Value { try Parser.value(text) }

private func message(_ text: String) -> String? {
  do {
    _ = try Parser.parse(SourceText(text: text))
    return nil
  } catch {
    return error.message
  }
}

@Suite struct LexerTests {
  @Test func numbersKeepTheirSpelling() throws {
    #expect(try value("8") == .number(8, isInteger: true, spelling: "8"))
    #expect(try value("-3") == .number(-3, isInteger: true, spelling: "-3"))
    #expect(try value("1e-4") == .number(1e-4, isInteger: false, spelling: "1e-4"))
    #expect(try value(".5") == .number(0.5, isInteger: false, spelling: ".5"))
    #expect(try value("1e3").int == 1000)
    #expect(try value("8.0").int == nil)
    #expect(try value("9223372036854775807").int == .max)
    #expect(try value("9223372036854775808").int == nil)
  }

  @Test func durationsAndSizesHaveUnits() throws {
    #expect(try value("10m") == .duration(seconds: 600))
    #expect(try value("1.5h") == .duration(seconds: 5400))
    #expect(try value("250ms") == .duration(seconds: 0.25))
    #expect(try value("2GB") == .size(bytes: 2_000_000_000))
    #expect(try value("2GiB") == .size(bytes: 2 << 30))
    #expect(try value("512B") == .size(bytes: 512))
  }

  @Test func escapesAndUnicode() throws {
    #expect(try value(#""a\n\t\"\\\u{4e2d}\$x""#) == .string("a\n\t\"\\中$x"))
    #expect(try value("\"costs $5 or 5$\"") == .string("costs $5 or 5$"))
    #expect(try value("\"\"\"one\r\ntwo \"quoted\"\n\"\"\"") == .string("one\ntwo \"quoted\"\n"))
    #expect(try value("\"\"") == .string(""))
    #expect(try value("\"\"\"\"\"\"") == .string(""))
  }

  @Test func dollarsNameParameters() throws {
    #expect(try value("$rate") == .parameter("rate"))
    #expect(try value("${rate}") == .parameter("rate"))
    #expect(
      try value("\"to ${out}/$name.\"")
        == .template([
          .text("to "), .parameter("out", Span(start: 4, end: 10)), .text("/"),
          .parameter("name", Span(start: 11, end: 16)), .text("."),
        ]))
  }

  @Test func wordsMayHoldHyphensAndLettersOfAnyScript() throws {
    #expect(try value("all-linear") == .word("all-linear"))
    #expect(try value("模型2") == .word("模型2"))
    #expect(try value("e\u{301}te\u{301}") == .word("été"))
    #expect(try value("attention.self.query") == .word("attention.self.query"))
    #expect(try value("true") == .bool(true))
    #expect(try value("none") == .none)
  }

  @Test func nameRules() {
    for name in ["a", "a4", "a_b", "a.b", "模型", "ß", "model", "e\u{301}"] {
      #expect(isName(name))
    }
    for name in ["", "4a", "_a", ".a", "a-b", "on", "true", "\u{301}a", "a b"] {
      #expect(!isName(name))
    }
  }

  @Test(arguments: [
    ("a = \"x", "this string is not closed on its line"),
    ("a = \"x\ny\"", "this string is not closed on its line"),
    ("a = \"\"\"x\n\"", "this string is not closed by \"\"\""),
    ("a = \"\\q\"", "unknown escape '\\q'"),
    ("a = \"\\u{d800}\"", "'\\u{d800}' is not a character"),
    ("a = \"\\u{110000}\"", "'\\u{110000}' is not a character"),
    ("a = \"\\u{ffffffffff}\"", "expected \\u{…} with a hexadecimal number"),
    ("a = \"\\u12\"", "expected \\u{…} with a hexadecimal number"),
    ("set x=1e999", "'1e999' is too large for a number"),
    ("set x=8k", "unknown unit 'k' after 8"),
    ("3x = param", "names start with a letter, not with '3'"),
    ("set x=8%", "'8%' must stand in quotes or be written as a fraction"),
    ("set x=8.", "a digit must follow '8.'"),
    ("set x='a'", "strings stand in straight double quotes"),
    ("set x=“a”", "strings stand in straight double quotes"),
    ("set x=(a)", "a value stands without brackets"),
    ("set x=(a, b)", "lists stand in square brackets"),
    ("set x=(a", "unexpected '('; lists stand in square brackets"),
    ("set x=()", "unexpected '('; lists stand in square brackets"),
    ("set x=a)", "unexpected ')'"),
    ("set x=[a)", "unexpected ')'; lists stand in square brackets"),
    ("set x=3 * 4", "unexpected '*'"),
    ("x := a", "a name and an option take '='"),
    ("x <- a", "a name and an option take '='"),
    ("x < a", "unexpected '<'"),
    ("set x=\u{FF13}", "outside of strings only ASCII's digits and signs are read"),
    ("set x=\u{663}\u{664}", "outside of strings only ASCII's digits and signs are read"),
    ("set x=\0", "unexpected character U+0000"),
    ("set x=\u{202E}", "unexpected character U+202E"),
    ("set x=@", "expected a path in straight double quotes after '@'"),
    ("set _x=1", "names start with a letter, not with '_'"),
    ("set x=$", "expected a parameter's name after '$'"),
    ("set x=${a", "expected a parameter's name and '}' after '${'"),
    ("set \\ x=1", "'\\' joins a line with the next, so it must end its line"),
  ])
  func whatDoesNotReadIsSaid(_ text: String, _ expected: String) {
    #expect(message(text) == expected)
  }
}
