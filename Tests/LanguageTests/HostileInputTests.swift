import Language
import Testing

/// Everything the language offers, on one text; errors are welcome, traps are not.
private func everything(_ text: String) {
  let source = SourceText(file: "x", text: text)
  _ = Parser.isComplete(text)
  _ = try? Parser.format(source)
  if let error = diagnostic(text) {
    _ = error.rendered(in: source, colour: true)
    _ = error.json(in: source)
    #expect(error.exit == 65)
    #expect(error.message.utf8.count < 2000)
    if let span = error.span {
      #expect(span.start >= 0 && span.end >= span.start)
      #expect(span.end <= text.unicodeScalars.count)
    }
  }
}

@Suite struct HostileInputTests {
  @Test(arguments: [
    "", "\0", "\u{FEFF}", "\r", "=", "==", "= =", "a=", "a = b = c", "{{{{", "}}}}", "[[[[", "]]]]",
    "\"", "\"\"\"", "\"\"\"\"", "\"\\", "\"\\u", "\"\\u{", "\"\\u{}", "\"\\u{d800}\"", "\"$",
    "\"${",
    "\"${}\"", "$", "${", "$$", "\\", "\\\n", "#", ";", ";;;", ",", ":", "a:b", "-", "--", "-.",
    ".",
    "1e", "1e+", "-e", "+", "a.b.c.", "on", "on on on", "to to", "true", "a = on", "x = true x",
    "compare base on films {", "compare base on films { lora r=",
    "compare base on films { lora r=[",
    "compare base on films { x: : }", "param param = param", "param = 3", "set set=set",
    "\u{301}", "a\u{301}\u{301}", "\u{1F468}\u{200D}\u{1F469}", "\u{10FFFF}", "a\u{0}b=1",
    "r=0", "@\"x\"", "a @ b", "train chat on films on on", "1 2 3", "\"a\" \"b\"", "[1]", "{}",
    "set threads=99999999999999999999999999", "set threads=-99999999999999999999999999",
    "set threads=1e308", "d = dataset \"x\" cache=99999999999999TB",
    "d = dataset \"x\" wait=1e300d",
  ])
  func neverTraps(_ text: String) {
    everything(text)
    everything("train chat on films " + text)
    everything("compare base on films { lora " + text + " }")
    everything("compare base on films { " + text)
  }

  @Test func deepNesting() {
    everything("set x=" + String(repeating: "[", count: 100_000))
    everything(
      "set x=" + String(repeating: "[", count: 50_000) + "1" + String(repeating: "]", count: 50_000)
    )
    everything("compare base on films " + String(repeating: "{", count: 100_000))
  }

  @Test func longLines() {
    let long = String(repeating: "a", count: 1_000_000)
    everything(long)
    everything("train " + long + " on films")
    everything("train chat on films " + long + "=1")
    everything("set x=" + String(repeating: "9", count: 1_000_000))
    everything("predict chat \"" + long + "\"")
    everything("predict chat \"" + long)
    everything("# " + long)
    everything(String(repeating: "objects;", count: 100_000))
    everything("compare [" + String(repeating: "chat,", count: 100_000) + "] on films")
    everything("d = dataset \"x\" wait=3" + long)
  }

  /// Every beginning of a good text, and the text with each code point replaced.
  @Test func cutAndDamagedTexts() {
    let text = """
      base = model "d$name" labels=[a, "b"] # c
      compare base on films epochs=4 { x: lora r=[4, 8]; full }
      p = predict chat \"\"\"a\\u{4e2d}\"\"\" clip=none wait=10m
      """
    let scalars = Array(text.unicodeScalars)
    for end in scalars.indices {
      everything(String(String.UnicodeScalarView(scalars[..<end])))
    }
    let damage: [Unicode.Scalar] = ["\0", "\"", "[", "}", "=", "\\", "$", "\n", "电", "-"]
    for index in scalars.indices {
      var copy = scalars
      copy[index] = damage[index % damage.count]
      everything(String(String.UnicodeScalarView(copy)))
    }
  }
}
