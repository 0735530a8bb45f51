import Language

/// The statements of a cell, with the way back to the bytes of the file.
///
/// The evaluator sees line feeds only and no indentation of the fence, so that a cell means the
/// same in any file; errors and edits go back to the line and column that stand in the file.
package struct CellCode: Sendable {
  /// What is parsed and run.
  package let source: SourceText
  /// The same lines as they stand in the file, for showing an error there.
  package let fileSource: SourceText
  /// Nil when the body is UTF-8; else the line, in the file, that is not.
  package let invalidLine: Int?
  /// For each code point of `source`: its code point in `fileSource` and its byte in the body.
  private let places: [(scalar: Int, byte: Int)]

  init(_ block: FencedBlock, file: String, line: Int) {
    var text = String.UnicodeScalarView()
    var shown = String.UnicodeScalarView()
    var places: [(scalar: Int, byte: Int)] = []
    var shownCount = 0
    var byte = 0
    var invalid: Int?
    for (number, slice) in lineSlices(of: block.body[...]).enumerated() {
      if invalid == nil, String(validating: slice, as: UTF8.self) == nil { invalid = line + number }
      let content = MarkdownLine(slice).bytes
      var position = byte
      var blanks = min(block.fence.indent, content.run(of: .space))
      var scalars = Array(String(decoding: content, as: UTF8.self).unicodeScalars)
      if slice.last == .lineFeed { scalars.append("\n") }
      for scalar in scalars {
        shown.append(scalar)
        if blanks > 0 {
          blanks -= 1
        } else {
          text.append(scalar)
          places.append((shownCount, position))
        }
        shownCount += 1
        position += String(scalar).utf8.count
      }
      byte += slice.count
    }
    places.append((shownCount, byte))
    source = SourceText(file: file, text: String(text), firstLine: line)
    fileSource = SourceText(file: file, text: String(shown), firstLine: line)
    invalidLine = invalid
    self.places = places
  }

  /// A span of `source` in `fileSource`.
  package func fileSpan(_ span: Span) -> Span {
    Span(start: place(span.start).scalar, end: place(span.end).scalar)
  }

  /// A span of `source` as bytes of the block's body.
  func bytes(_ span: Span) -> Range<Int> {
    let start = place(span.start).byte
    return start..<max(start, place(span.end).byte)
  }

  /// An error of a statement, at its place in the file.
  package func located(_ diagnostic: Diagnostic) -> LocatedDiagnostic {
    var diagnostic = diagnostic
    diagnostic.span = diagnostic.span.map { fileSpan($0) }
    return LocatedDiagnostic(diagnostic, fileSource)
  }

  private func place(_ offset: Int) -> (scalar: Int, byte: Int) {
    places[min(max(0, offset), places.count - 1)]
  }
}

/// An error together with the text its span points into.
package struct LocatedDiagnostic: Error, Equatable, Sendable {
  package let diagnostic: Diagnostic
  package let source: SourceText

  package init(_ diagnostic: Diagnostic, _ source: SourceText) {
    self.diagnostic = diagnostic
    self.source = source
  }
}
