/// Where a text that is too wide for a terminal is broken: between words, and between characters of
/// scripts that need no blanks; a word wider than a row at its dots and slashes.
///
/// A number stays whole with its unit: `16 384`, `67.1 MB`, `55 %`.
package struct LineBreaking {
  private let scalars: [Unicode.Scalar]

  package init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// The end of the row that begins with a character.
  package func end(from start: Int, columns: Int) -> Int {
    var column = 0
    var (word, part): (Int?, Int?) = (nil, nil)
    for index in start..<scalars.count {
      if index > start {
        if isBetweenWords(index) { word = index }
        if isBetweenParts(index) { part = index }
      }
      column += scalars[index].displayWidth
      if column > columns, index > start { return word ?? part ?? index }
    }
    return scalars.count
  }

  /// Columns of the widest piece that is not broken as long as it fits a row.
  package var widestPiece: Int {
    var (widest, width) = (0, 0)
    for (index, scalar) in scalars.enumerated() {
      if isBetweenWords(index) || isBetweenParts(index) { width = 0 }
      width += scalar.displayWidth
      widest = max(widest, width)
    }
    return widest
  }

  /// Whether a row may end before a character; a blank is then left out.
  private func isBetweenWords(_ index: Int) -> Bool {
    let next = scalars[index]
    guard index > 0 else { return false }
    if next == " " { return !isWithinNumber(index) }
    let last = scalars[index - 1]
    guard next.displayWidth > 0, next.displayWidth == 2 || last.displayWidth == 2 else {
      return false
    }
    return !Self.closing.contains(next) && !Self.opening.contains(last)
  }

  private static let closing = Set("，。、；：？！）」』】》〉”’,.;:?!)]}%…\"'".unicodeScalars)
  private static let opening = Set("（「『【《〈“‘([{\"'".unicodeScalars)

  private func isBetweenParts(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    if scalars[index - 1] == "/" { return true }
    return scalars[index] == "." && index + 1 < scalars.count
      && scalars[index + 1].properties.isAlphabetic && scalars[index - 1] != "."
  }

  /// Whether a blank stands between groups of three digits, or before a unit.
  private func isWithinNumber(_ blank: Int) -> Bool {
    guard Self.isDigit(scalars[blank - 1]) else { return false }
    let next = scalars[(blank + 1)...].prefix {
      $0 != " " && !Self.closing.subtracting(["%"]).contains($0)
    }
    return next.count == 3 && next.allSatisfy(Self.isDigit)
      || Self.units.contains(String(String.UnicodeScalarView(next)))
  }

  private static let units: Set = ["%", "k", "KB", "MB", "GB", "TB", "s", "ms"]

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

/// The rows of a text on a terminal; those after the first are indented.
package func wrapped(_ text: String, columns: Int, indent: Int = 0) -> [String] {
  let scalars = Array(text.unicodeScalars)
  let breaking = LineBreaking(scalars)
  var rows: [String] = []
  var start = 0
  repeat {
    let lead = rows.isEmpty ? 0 : indent
    let end = breaking.end(from: start, columns: max(1, columns - lead))
    var row = String.UnicodeScalarView(repeatElement(" ", count: lead))
    row.append(contentsOf: scalars[start..<end])
    rows.append(String(row))
    start = scalars[end...].firstIndex { $0 != " " } ?? scalars.count
  } while start < scalars.count
  return rows
}
