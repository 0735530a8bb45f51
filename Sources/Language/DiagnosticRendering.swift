extension Diagnostic {
  /// The error as people read it: the sentence, the place, the line, a caret under the exact word.
  ///
  /// In a file the line carries its number; at the prompt (`source.file` is empty) it does not. Ends
  /// without a line end.
  ///
  /// - Parameter word: what it is: an error, or a warning.
  package func rendered(
    in source: SourceText, as word: String = "error", colour: Bool = false
  ) -> String {
    let paint = Paint(isOn: colour)
    var lines = [paint.red(word + ":") + " " + Self.oneLine(message)]
    guard let span else {
      if let hint { lines.append("  " + hint) }
      return lines.joined(separator: "\n")
    }
    let excerpt = Excerpt(source, span)
    let place =
      source.file.isEmpty
      ? "line \(excerpt.line), column \(excerpt.column)"
      : "\(source.file):\(excerpt.line):\(excerpt.column)"
    let number = String(excerpt.line)
    let gutter = source.file.isEmpty ? "  " : number + " | "
    let blankGutter =
      source.file.isEmpty ? "  " : String(repeating: " ", count: number.utf8.count) + " | "
    lines.append(" --> " + place)
    lines.append(paint.dim(gutter) + excerpt.text)
    let carets = String(repeating: "^", count: excerpt.width)
    lines.append(
      paint.dim(blankGutter) + String(repeating: " ", count: excerpt.indent) + paint.red(carets)
        + (hint.map { " " + $0 } ?? ""))
    return lines.joined(separator: "\n")
  }

  /// "did you mean 'r'? (note)"
  private var hint: String? {
    let question = suggestion.map { "did you mean '\(Self.oneLine($0))'?" }
    let parts = [question, note].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func oneLine(_ text: String) -> String {
    Excerpt.shown(Array(text.unicodeScalars)).text
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

/// The line an error stands in, made fit for a terminal.
private struct Excerpt {
  let line: Int
  let column: Int
  let text: String
  /// Display columns before the first caret.
  let indent: Int
  /// Carets to draw.
  let width: Int

  /// Longer lines are cut to a window around the word.
  private static let longest = 200

  init(_ source: SourceText, _ span: Span) {
    (line, column) = source.position(of: span.start)
    let (row, start) = Self.row(of: source.text, span.start)
    let from = min(max(0, span.start - start), row.count)
    let to = min(max(from, span.end - start), row.count)
    // The window starts a little before the word when the line is long.
    let first = row.count > Self.longest && from > 60 ? from - 60 : 0
    let last = min(row.count, max(first + Self.longest, min(to, first + 2 * Self.longest)))
    let before = Self.shown(Array(row[first..<min(from, last)]))
    let word = Self.shown(Array(row[min(from, last)..<min(to, last)]), column: before.width)
    let after = Self.shown(Array(row[min(to, last)..<last]), column: before.width + word.width)
    let ellipsis = first > 0 ? "… " : ""
    text = ellipsis + before.text + word.text + after.text + (last < row.count ? " …" : "")
    indent = before.width + (first > 0 ? 2 : 0)
    width = max(1, word.width)
  }

  /// The line holding an offset, without its line end, and where it starts.
  private static func row(of text: String, _ offset: Int) -> ([Unicode.Scalar], start: Int) {
    let scalars = Array(text.unicodeScalars)
    var start = min(max(0, offset), scalars.count)
    while start > 0, scalars[start - 1] != "\n" { start -= 1 }
    var end = start
    while end < scalars.count, scalars[end] != "\n" { end += 1 }
    if end > start, scalars[end - 1] == "\r" { end -= 1 }
    return (Array(scalars[start..<end]), start)
  }

  /// Tabs become spaces to the next multiple of four; control characters become their pictures, so
  /// that a terminal neither obeys them nor loses count.
  static func shown(_ scalars: [Unicode.Scalar], column: Int = 0) -> (text: String, width: Int) {
    var view = String.UnicodeScalarView()
    var at = column
    for scalar in scalars {
      switch scalar.value {
      case 0x09:
        let step = 4 - at % 4
        view.append(contentsOf: repeatElement(" ", count: step))
        at += step
      case 0..<0x20:
        view.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        at += 1
      case 0x7F..<0xA0, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
        view.append("\u{FFFD}")
        at += 1
      default:
        view.append(scalar)
        at += scalar.displayWidth
      }
    }
    return (String(view), at - column)
  }
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
