extension Diagnostic {
  /// The error as people read it: the sentence, the place, the line, a caret under the exact word.
  ///
  /// In a file the line carries its number; at the prompt (`source.file` is empty) it does not.
  /// Ends without a line end.
  ///
  /// - Parameters:
  ///   - word: what it is: an error, or a warning.
  ///   - columns: of the terminal that shows it, where there is one: sentences are broken between
  ///     words, and of a long line the part around the word is shown.
  package func rendered(
    in source: SourceText, as word: String = "error", colour: Bool = false, columns: Int? = nil
  ) -> String {
    let paint = Paint(isOn: colour)
    func rows(_ text: String, indent: Int) -> [String] {
      columns.map { wrapped(text, columns: $0, indent: indent) } ?? [text]
    }
    var lines = rows(word + ": " + Self.oneLine(message), indent: 2)
    lines[0] = paint.red(word + ":") + lines[0].dropFirst(word.count + 1)
    guard let span else {
      if let hint { lines += rows("  " + hint, indent: 2) }
      return lines.joined(separator: "\n")
    }
    let (line, column) = source.position(of: span.start)
    let place =
      source.file.isEmpty
      ? "line \(line), column \(column)" : "\(source.file):\(line):\(column)"
    let gutter = source.file.isEmpty ? "  " : "\(line) | "
    let blankGutter =
      source.file.isEmpty ? "  " : String(repeating: " ", count: "\(line)".utf8.count) + " | "
    let excerpt = Excerpt(source, span, columns: columns.map { max(20, $0 - gutter.utf8.count) })
    lines += rows(" --> " + place, indent: 5)
    lines.append(paint.dim(gutter) + excerpt.text)
    let lead = String(repeating: " ", count: excerpt.indent)
    let carets =
      paint.dim(blankGutter) + lead + paint.red(String(repeating: "^", count: excerpt.width))
    guard let hint else { return (lines + [carets]).joined(separator: "\n") }
    // Beside the carets, else under them, else from the left.
    let beside = gutter.utf8.count + excerpt.indent + excerpt.width + 1
    let room = columns.map { $0 - beside } ?? Int.max
    let hints = room < min(30, displayWidth(hint)) ? [] : wrapped(hint, columns: room)
    lines.append(carets + (hints.first.map { " " + $0 } ?? ""))
    for row in hints.dropFirst() { lines.append(String(repeating: " ", count: beside) + row) }
    if hints.isEmpty { lines += rows("  " + hint, indent: 2) }
    return lines.joined(separator: "\n")
  }

  /// "did you mean 'r'? (note)"
  private var hint: String? {
    let question = suggestion.map { "did you mean '\(Self.oneLine($0))'?" }
    let parts = [question, note].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func oneLine(_ text: String) -> String {
    Excerpt.shown(text)
  }

  /// One JSON object on one line, as `--errors=json` prints it.
  package func json(in source: SourceText) -> String {
    var place = "null"
    if let span {
      let (line, column) = source.position(of: span.start)
      place =
        "{\"file\": \(jsonString(source.file)), \"line\": \(line), \"column\": \(column), "
        + "\"length\": \(span.count)}"
    }
    return "{\"code\": \(jsonString(code)), \"message\": \(jsonString(message)), "
      + "\"span\": \(place), \"suggestion\": \(suggestion.map(jsonString) ?? "null")}"
  }
}

/// Terminal attributes; they only underline what reads the same without them.
private struct Paint {
  let isOn: Bool
  func red(_ text: String) -> String { isOn ? "\u{1B}[1;31m\(text)\u{1B}[0m" : text }
  func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

/// A JSON string literal (RFC 8259, §7).
func jsonString(_ text: String) -> String {
  var view = String.UnicodeScalarView("\"".unicodeScalars)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": view.append(contentsOf: "\\\"".unicodeScalars)
    case "\\": view.append(contentsOf: "\\\\".unicodeScalars)
    case "\n": view.append(contentsOf: "\\n".unicodeScalars)
    case "\r": view.append(contentsOf: "\\r".unicodeScalars)
    case "\t": view.append(contentsOf: "\\t".unicodeScalars)
    case _ where scalar.value < 0x20 || scalar == "\u{2028}" || scalar == "\u{2029}":
      let hex = String(scalar.value, radix: 16)
      view.append(
        contentsOf: ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).unicodeScalars)
    default: view.append(scalar)
    }
  }
  return String(view) + "\""
}
