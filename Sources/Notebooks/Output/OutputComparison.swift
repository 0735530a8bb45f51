/// A recorded output beside the one a cell gives now.
struct OutputComparison {
  /// A place where the two differ.
  struct Mismatch: Equatable {
    enum Reason: Equatable {
      case value(OutputPart.Kind)
      /// Only blanks differ.
      case spacing
      /// The digest differs, no printed character does.
      case belowPrintedDigits
      /// The info string has no digest.
      case noDigest
      case missingLine
      case unexpectedLine
    }

    var reason: Reason
    /// In the file, from 1.
    var line: Int
    var column: Int
    /// As recorded.
    var expected: String
    /// As printed now.
    var found: String
    /// The value now at full precision, where there is one.
    var exact: String = ""
    /// A line whose words are all trained may come and go on another arithmetic.
    var isTrainedLine = false
  }

  let mismatches: [Mismatch]

  /// Nothing that is not volatile changed, and every volatile value is there with its unit.
  var isSame: Bool { mismatches.isEmpty }

  init(_ recorded: RecordedOutput, _ output: CellOutput) {
    let digest = output.digest
    let lines = OutputComparison.compareLines(recorded, output.lines)
    if !lines.isEmpty {
      mismatches = lines
    } else if recorded.digest != digest {
      let reason: Mismatch.Reason = recorded.digest == nil ? .noDigest : .belowPrintedDigits
      mismatches = [
        Mismatch(
          reason: reason, line: recorded.firstLine - 1, column: 1 + recorded.indent,
          expected: recorded.digest ?? "", found: digest)
      ]
    } else {
      mismatches = []
    }
  }

  private static func compareLines(
    _ recorded: RecordedOutput, _ lines: [[OutputPart]]
  ) -> [Mismatch] {
    func matches(_ old: Int, _ new: Int) -> Bool {
      LineMatch.isStraight(recorded.lines[old], lines[new])
    }
    var first = 0
    let shorter = min(recorded.lines.count, lines.count)
    while first < shorter, matches(first, first) { first += 1 }
    var last = 0
    while last < shorter - first,
      matches(recorded.lines.count - 1 - last, lines.count - 1 - last)
    { last += 1 }

    let old = first..<recorded.lines.count - last
    let new = first..<lines.count - last
    var result: [Mismatch] = []
    for (oldLine, newLine) in zip(old, new) {
      result += compareLine(recorded, oldLine, lines[newLine])
    }
    for index in old.dropFirst(new.count) {
      result.append(
        mismatch(
          .missingLine, recorded, index, expected: string(recorded.lines[index]), found: "",
          isTrained: new.contains { isTrained(lines[$0]) }))
    }
    for index in new.dropFirst(old.count) {
      result.append(
        mismatch(
          .unexpectedLine, recorded, old.upperBound, expected: "",
          found: lines[index].map(\.printed).joined(), isTrained: isTrained(lines[index])))
    }
    return result
  }

  private static func compareLine(
    _ recorded: RecordedOutput, _ index: Int, _ parts: [OutputPart]
  ) -> [Mismatch] {
    let line = recorded.lines[index]
    guard let fields = LineMatch(line, parts).fields, !parts.isEmpty else {
      let found = parts.map(\.printed).joined()
      if found.unicodeScalars.elementsEqual(line) { return [] }
      return [
        mismatch(
          .value(.text), recorded, index, expected: string(line), found: found,
          isTrained: isTrained(parts))
      ]
    }
    let worst: LineMatch.Verdict =
      fields.contains { $0.verdict == .different } ? .different : .spacing
    return zip(fields, parts).compactMap { field, part in
      guard field.verdict == worst else { return nil }
      let blanks = line[field.range].prefix { $0 == " " }.count
      let isValue = part.kind != .text && blanks < field.range.count
      let range = isValue ? field.range.dropFirst(blanks) : field.range
      var result = mismatch(
        worst == .spacing ? .spacing : .value(part.kind), recorded, index,
        expected: string(line[range]), found: part.printed)
      if part.kind != .text { result.found = trimmed(part.printed) }
      result.column += range.lowerBound
      result.exact = part.exact
      return result
    }
  }

  private static func mismatch(
    _ reason: Mismatch.Reason, _ recorded: RecordedOutput, _ index: Int, expected: String,
    found: String, isTrained: Bool = false
  ) -> Mismatch {
    Mismatch(
      reason: reason, line: recorded.firstLine + index, column: 1 + recorded.indent,
      expected: expected, found: found, isTrainedLine: isTrained)
  }

  private static func isTrained(_ parts: [OutputPart]) -> Bool {
    !parts.isEmpty && parts.allSatisfy { $0.kind == .other }
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func trimmed(_ text: String) -> String {
    let kept = text.unicodeScalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return string(kept)
  }
}
