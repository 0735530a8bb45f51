/// Something that a check found not to be as recorded.
package struct Difference: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case value(OutputPart.Kind)
    case spacing
    case belowPrintedDigits
    case noDigest
    case neverRun
    case missingLine
    case unexpectedLine
  }

  package let kind: Kind
  /// Number of the cell, from 1.
  package let cell: Int
  package let file: String
  /// In the file, from 1; columns count code points.
  package let line: Int
  package let column: Int
  /// As recorded.
  package let expected: String
  /// As it is now.
  package let found: String
  /// False for a trained value without a tolerance on another arithmetic: listed, not counted.
  package let isFailure: Bool
}

extension Difference: CustomStringConvertible {
  package var description: String { "cell \(cell), \(file):\(line):\(column): \(sentence)" }

  private var sentence: String {
    switch kind {
    case .value(.volatile):
      "expected a value with its unit as in '\(found)', the notebook has '\(expected)'"
    case .value(.text), .value(.other): "expected '\(expected)', found '\(found)'"
    case .value: "expected \(expected), found \(found)"
    case .spacing: "expected '\(expected)', found '\(found)': only blanks differ"
    case .belowPrintedDigits:
      "differs below the printed digits (digest \(expected), found \(found))"
    case .noDigest: "the output has no digest (found \(found))"
    case .neverRun: "never run: no output is recorded"
    case .missingLine: "expected the line '\(expected)', found none"
    case .unexpectedLine: "expected no further line, found '\(found)'"
    }
  }
}
