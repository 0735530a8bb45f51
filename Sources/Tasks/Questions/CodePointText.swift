/// A text that is cut by code points, as offsets of Python and of data files count.
package struct CodePointText: Sendable {
  package let text: String
  /// Number of code points.
  package let count: Int
  /// Where each code point starts in UTF-8, and the end of the last; nil when all are ASCII.
  private let starts: [Int32]?  // [count + 1]

  package init(_ text: String) {
    self.text = text
    var count = 0
    for byte in text.utf8 where byte & 0xC0 != 0x80 { count += 1 }
    self.count = count
    let length = text.utf8.count
    guard count < length else {
      starts = nil
      return
    }
    var starts: [Int32] = []
    starts.reserveCapacity(count + 1)
    var i: Int32 = 0
    for byte in text.utf8 {
      if byte & 0xC0 != 0x80 { starts.append(i) }
      i += 1
    }
    starts.append(i)
    self.starts = starts
  }

  /// The code points in a range that lies inside the text.
  package subscript(range: Range<Int>) -> String {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "CodePointText: \(range) of \(count)")
    return String(text.utf8[place(range.lowerBound)..<place(range.upperBound)]) ?? ""
  }

  /// Whether another text stands at a code point, code point by code point.
  package func holds(_ other: String, at start: Int) -> Bool {
    guard start >= 0, start <= count else { return false }
    return text.utf8[place(start)...].starts(with: other.utf8)
  }

  /// The first code point at which another text stands.
  package func firstPlace(of other: String) -> Int? { place(of: other, from: 0) }

  /// The code point at which another text stands, when there is exactly one.
  package func onlyPlace(of other: String) -> Int? {
    guard let first = place(of: other, from: 0), place(of: other, from: first + 1) == nil else {
      return nil
    }
    return first
  }

  private func place(of other: String, from first: Int) -> Int? {
    (first..<max(count, first + 1)).first { holds(other, at: $0) }
  }

  private func place(_ codePoint: Int) -> String.Index {
    let offset = starts.map { Int($0[codePoint]) } ?? codePoint
    return text.utf8.index(text.utf8.startIndex, offsetBy: offset)
  }
}
