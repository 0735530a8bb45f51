/// Completion inside a string.
extension Completer {
  /// A string that is being typed.
  package struct OpenString: Sendable, Equatable {
    /// From its quote on, up to the cursor, as typed.
    package var text: String
    /// What it is closed by: one quote, or three.
    package var quote = "\""
    /// What may stand there; several where the statement may still become one of several forms.
    package var kinds: [ValueKind]
    /// The option it is the value of.
    package var option: String?
    package var sketch: StatementSketch
    /// Whether it is closed behind the cursor.
    package var isClosed: Bool

    /// The beginning of a `$name` that is being typed in it.
    package var parameter: String? {
      guard let dollar = text.lastIndex(of: "$") else { return nil }
      let escapes = text[..<dollar].reversed().prefix { $0 == "\\" }.count
      let name = text[text.index(after: dollar)...]
      return escapes % 2 == 0 && name.unicodeScalars.allSatisfy(\.continuesName)
        ? String(name) : nil
    }

    /// What it stands for so far; nil for one that does not read.
    package func value(_ names: any CompletionContext) -> String? {
      var lexer = Lexer("\"\"\"\(text)\"\"\"")
      do { try lexer.run() } catch { return nil }
      switch lexer.tokens.first?.kind {
      case .literal(.string(let value)): return value
      case .literal(.template(let parts)):
        let texts = parts.map { part in
          switch part {
          case .text(let text): text
          case .parameter(let name, _): names.text(ofParameter: name)
          }
        }
        return texts.contains(nil) ? nil : texts.compactMap(\.self).joined()
      default: return nil
      }
    }
  }

  /// A text as it is typed between quotes.
  package static func quoted(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { typed, scalar in
      switch scalar {
      case "\"", "\\", "$": typed += "\\\(scalar)"
      case "\n": typed += "\\n"
      case "\t": typed += "\\t"
      default:
        let isHidden = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        typed += isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      }
    }
  }

  /// The string the cursor stands in; nil outside one.
  package static func openString(
    _ text: String, cursor: Int, verbs: [VerbSpec]
  ) -> OpenString? {
    let (before, after) = split(text, cursor)
    var lexer = Lexer(before)
    do throws(Diagnostic) { try lexer.run() } catch {
      guard let span = error.span, span.start < lexer.scalars.count,
        error.message.contains("not closed")
      else { return nil }
      // `@"` has its quote a letter later.
      guard let quote = lexer.scalars[span.start...].firstIndex(of: "\"") else { return nil }
      let start = min(quote + (lexer.endedInString ? 3 : 1), lexer.scalars.count)
      let rest = after.unicodeScalars.prefix { $0 != "\n" }
      let close = rest.firstIndex(of: "\"")
      let behind = close.map { String(rest[rest.index(after: $0)...]) } ?? ""
      let isFile = span.start > 0 && lexer.scalars[span.start - 1] == "@"
      let lead = lexer.text(0..<(isFile ? span.start - 1 : span.start))
      var open = OpenString(
        text: lexer.text(start..<lexer.scalars.count), quote: lexer.endedInString ? "\"\"\"" : "\"",
        kinds: [], sketch: StatementSketch(), isClosed: close != nil)
      if let place = CompletionPlace(lead, behind) {
        (open.kinds, open.option) = place.expectedValues(verbs)
        open.sketch = place.sketch
        if isFile { open.kinds = [.path] }
      }
      return open
    }
    return nil
  }
}
