/// A piece of program text and where it stands: a notebook cell, a file, or a line at the prompt.
package struct SourceText: Sendable, Equatable {
  /// The file as the user named it; empty at the prompt.
  package let file: String
  package let text: String
  /// The line of the file in which `text` starts, from 1.
  package let firstLine: Int

  package init(file: String = "", text: String, firstLine: Int = 1) {
    self.file = file
    self.text = text
    self.firstLine = firstLine
  }

  /// The text under a span; a span outside the text is cut to it.
  package func slice(_ span: Span) -> String {
    let scalars = text.unicodeScalars
    let start =
      scalars.index(scalars.startIndex, offsetBy: max(0, span.start), limitedBy: scalars.endIndex)
      ?? scalars.endIndex
    let end =
      scalars.index(
        start, offsetBy: max(0, span.end - max(0, span.start)), limitedBy: scalars.endIndex)
      ?? scalars.endIndex
    return String(scalars[start..<end])
  }

  /// Line (counted in the file) and column (in code points), both from 1, of a code-point offset.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    var line = firstLine
    var column = 1
    var index = 0
    for scalar in text.unicodeScalars {
      if index >= offset { break }
      index += 1
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}

/// A range of code points (Unicode scalars) in a `SourceText`, end exclusive.
package struct Span: Sendable, Equatable, Hashable {
  package var start: Int
  package var end: Int

  package init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  package var count: Int { end - start }

  /// The smallest span over both.
  package func union(_ other: Span) -> Span {
    Span(start: min(start, other.start), end: max(end, other.end))
  }
}

/// A value and the place it was typed.
package struct Spanned<Wrapped: Sendable>: Sendable {
  package var value: Wrapped
  package var span: Span

  package init(_ value: Wrapped, _ span: Span) {
    self.value = value
    self.span = span
  }
}

extension Spanned: Equatable where Wrapped: Equatable {}
