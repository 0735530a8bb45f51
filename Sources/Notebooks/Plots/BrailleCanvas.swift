/// A picture of dots, two columns and four rows to a character.
struct BrailleCanvas {
  /// Characters.
  let columns: Int
  let rows: Int
  private var cells: [UInt32]
  /// Letters that stand in place of dots.
  private var marks: [Int: Unicode.Scalar] = [:]

  /// Unicode's first braille pattern, the one without dots.
  static let blank: UInt32 = 0x2800

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = [UInt32](repeating: 0, count: columns * rows)
  }

  var dotColumns: Int { 2 * columns }
  var dotRows: Int { 4 * rows }

  /// The bit of each of a character's dots, by row, then column.
  static let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  mutating func dot(_ x: Int, _ y: Int) {
    guard (0..<dotColumns).contains(x), (0..<dotRows).contains(y) else { return }
    cells[y / 4 * columns + x / 2] |= BrailleCanvas.bits[y % 4][x % 2]
  }

  /// The dots of a straight line.
  ///
  /// Source: Bresenham 1965, IBM Systems Journal 4(1), "Algorithm for computer control of a digital
  /// plotter".
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
    var (x, y) = start
    var error = dx + dy
    while true {
      dot(x, y)
      if x == end.x, y == end.y { return }
      let twice = 2 * error
      if twice >= dy { (error, x) = (error + dy, x + stepX) }
      if twice <= dx { (error, y) = (error + dx, y + stepY) }
    }
  }

  /// A letter in the character that holds a dot; `*` where several fall together.
  mutating func mark(_ x: Int, _ y: Int, _ letter: Unicode.Scalar) {
    let cell = y / 4 * columns + x / 2
    marks[cell] = marks[cell] == nil ? letter : "*"
  }

  /// A row's characters without blanks at the end; where nothing is drawn, a plain blank.
  func text(_ row: Int) -> String {
    var text = String.UnicodeScalarView()
    var blanks = 0
    for column in 0..<columns {
      let cell = row * columns + column
      guard marks[cell] != nil || cells[cell] != 0 else {
        blanks += 1
        continue
      }
      text.append(contentsOf: repeatElement(" ", count: blanks))
      blanks = 0
      text.append(marks[cell] ?? Unicode.Scalar(BrailleCanvas.blank | cells[cell]) ?? " ")
    }
    return String(text)
  }
}
