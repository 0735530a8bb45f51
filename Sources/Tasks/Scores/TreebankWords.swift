/// Words of a sentence in the way of the Penn Treebank, as NLTK's word tokenizer finds them in a
/// text that is lower-cased and without the punctuation that CMRC's script drops: so there are no
/// dashes, colons, asterisks, backticks or curly double quotes to treat.
///
/// Each rule sets blanks around something; in the end the text is split at them. The order matters.
///
/// Source: `NLTKWordTokenizer` of nltk 3.10, tokenize/destructive.py.
enum TreebankWords {
  typealias Text = [Unicode.Scalar]

  static func words(_ run: Text) -> [Text] {
    if run.isEmpty { return [] }
    var text = openingQuotes(run)
    text = punctuation(text)
    text = closingQuotes([" "] + text + [" "])
    return PythonText.split(contractions(text))
  }

  // MARK: Rules

  private static func openingQuotes(_ run: Text) -> Text {
    var text = padded(run) { "«‘„".unicodeScalars.contains($0) }
    if text.first == "\"" { text = Text(" `` ".unicodeScalars) + text.dropFirst() }
    text = replaced(text) { i in
      guard " ([{<".unicodeScalars.contains(text[i]) else { return nil }
      if holds(text, "\"", at: i + 1) { return (i + 2, [text[i]] + " `` ".unicodeScalars) }
      if holds(text, "''", at: i + 1) { return (i + 3, [text[i]] + " `` ".unicodeScalars) }
      return nil
    }
    // A quote before a word is parted from it, unless it begins a clitic such as 's.
    return replaced(text) { i in
      guard text[i] == "'", i == 0 || !PythonText.isWord(text[i - 1]), isWord(text, i + 1) else {
        return nil
      }
      let isClitic = ["re", "ve", "ll", "m", "t", "s", "d", "n"].contains {
        holds(text, $0, at: i + 1) && !isWord(text, i + 1 + $0.unicodeScalars.count)
      }
      return isClitic ? nil : (i + 1, ["'", " "])
    }
  }

  private static func punctuation(_ opened: Text) -> Text {
    var text = finalPoint(opened)
    text = replaced(text) { i in
      guard text[i] == ",", i + 1 < text.count,
        text[i + 1].properties.generalCategory != .decimalNumber
      else { return nil }
      return (i + 2, [" ", ",", " ", text[i + 1]])
    }
    if text.last == "," { text = text.dropLast() + [" ", ",", " "] }
    text = replaced(text) { i in
      guard text[i] == "." else { return nil }
      let end = text[i...].firstIndex { $0 != "." } ?? text.count
      return end - i < 2 ? nil : (end, [" "] + text[i..<end] + [" "])
    }
    text = padded(text) {
      ";@#$%&?!".unicodeScalars.contains($0) || (0x2012...0x2015).contains($0.value)
    }
    text = replaced(text) { i in
      text[i] != "'" && holds(text, "' ", at: i + 1) ? (i + 3, [text[i], " ", "'", " "]) : nil
    }
    return padded(text) { "[](){}<>".unicodeScalars.contains($0) }
  }

  /// A single point at the end, before nothing but closing brackets and quotes, is a word.
  private static func finalPoint(_ text: Text) -> Text {
    for i in text.indices.dropFirst() where text[i] == "." && text[i - 1] != "." {
      let rest = text[(i + 1)...]
      let closing = rest.prefix { "])}>\"'»”’ ".unicodeScalars.contains($0) }
      guard rest.dropFirst(closing.count).allSatisfy(PythonText.isSpace) else { continue }
      return text[..<i] + [" ", ".", " "] + closing + [" "]
    }
    return text
  }

  private static func closingQuotes(_ text: Text) -> Text {
    var text = padded(text) { $0 == "»" }
    text = replaced(text) {
      holds(text, "''", at: $0) ? ($0 + 2, Text(" '' ".unicodeScalars)) : nil
    }
    text = replaced(text) { text[$0] == "\"" ? ($0 + 1, Text(" '' ".unicodeScalars)) : nil }
    text = replaced(text) { i in
      guard PythonText.isSpace(text[i]) else { return nil }
      return (text[i...].firstIndex { !PythonText.isSpace($0) } ?? text.count, [" "])
    }
    text = clitics(text, ["'s", "'m", "'d", "'"])
    return clitics(text, ["'ll", "'re", "'ve", "n't"])
  }

  /// Parts a word from the clitic that ends it.
  private static func clitics(_ text: Text, _ clitics: [String]) -> Text {
    replaced(text) { i in
      guard text[i] != "'", text[i] != " ",
        let clitic = clitics.first(where: { holds(text, $0 + " ", at: i + 1) })
      else { return nil }
      let end = i + 2 + clitic.unicodeScalars.count
      return (end, [text[i], " "] + clitic.unicodeScalars + [" "])
    }
  }

  private static func contractions(_ text: Text) -> Text {
    var text = text
    for (first, second) in [
      ("can", "not"), ("d", "'ye"), ("gim", "me"), ("gon", "na"), ("got", "ta"), ("lem", "me"),
      ("more", "'n"), ("wan", "na"),
    ] {
      let parted = Text(" \(first) \(second) ".unicodeScalars)
      text = replaced(text) { i in
        let end = i + first.unicodeScalars.count + second.unicodeScalars.count
        guard holds(text, first + second, at: i), i == 0 || !PythonText.isWord(text[i - 1]),
          first == "wan" ? end < text.count && text[end] == " " : !isWord(text, end)
        else { return nil }
        return (end, parted)
      }
    }
    for second in ["is", "was"] {
      text = replaced(text) { i in
        let end = i + 3 + second.unicodeScalars.count
        guard holds(text, " 't" + second, at: i), !isWord(text, end) else { return nil }
        return (end, Text(" 't \(second) ".unicodeScalars))
      }
    }
    return text
  }

  // MARK: Means

  /// Replaces from left to right what `match` finds; it says where a find ends and what it becomes.
  private static func replaced(_ text: Text, _ match: (Int) -> (end: Int, with: Text)?) -> Text {
    var result: Text = []
    var i = 0
    while i < text.count {
      if let found = match(i) {
        result += found.with
        i = found.end
      } else {
        result.append(text[i])
        i += 1
      }
    }
    return result
  }

  private static func padded(_ text: Text, _ isPadded: (Unicode.Scalar) -> Bool) -> Text {
    text.flatMap { isPadded($0) ? [" ", $0, " "] : [$0] }
  }

  private static func holds(_ text: Text, _ other: String, at i: Int) -> Bool {
    i <= text.count && text[i...].starts(with: other.unicodeScalars)
  }

  private static func isWord(_ text: Text, _ i: Int) -> Bool {
    i < text.count && PythonText.isWord(text[i])
  }
}
