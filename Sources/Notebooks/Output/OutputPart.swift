/// One printed value of a cell's output, with what it takes to compare it later.
package struct OutputPart: Sendable, Equatable {
  /// What a value depends on, and so how it is compared.
  package enum Kind: String, Sendable, CaseIterable {
    /// Words and padding.
    case text
    /// From data and settings alone: counts, ids, offsets. Equal on every machine.
    case given
    /// Trained: a score or probability; on another arithmetic equal within ± 0.02.
    case score
    /// Trained: a score from 0 to 100; on another arithmetic equal within ± 2.
    case percentage
    /// Trained: a loss; on another arithmetic equal within ± 1 %.
    case loss
    /// Trained, but not a number with a tolerance: best epoch, generated text, a written file.
    case other
    /// Duration, memory, rate: has to be there, with its unit; its value is not compared.
    case volatile
  }

  package let kind: Kind
  /// The characters that stand in the notebook, padding of a fixed-width field included.
  package let printed: String
  /// The value at full precision; empty for text, the unit for a volatile value.
  package let exact: String
  /// Coloured on a terminal; a file reads the same without it.
  package private(set) var isEmphasised = false

  /// Control characters other than the line feed are printed as `\u{…}`: a carriage return or
  /// an escape in a printed value could not be read back from the file.
  package init(kind: Kind, printed: String, exact: String) {
    self.kind = kind
    self.printed = OutputPart.withoutControls(printed)
    self.exact = exact
  }

  package func emphasised(_ isEmphasised: Bool = true) -> OutputPart {
    var part = self
    part.isEmphasised = isEmphasised
    return part
  }

  private static func withoutControls(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
        || (0x7F...0x9F).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        clean.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        clean.append(scalar)
      }
    }
    return String(clean)
  }
}

extension OutputPart {
  /// Words; compared as they stand.
  package static func text(_ words: String) -> OutputPart {
    OutputPart(kind: .text, printed: words, exact: "")
  }

  /// A count, id or offset, right-aligned in `width` columns.
  package static func given(_ value: Int, width: Int = 0) -> OutputPart {
    OutputPart(kind: .given, printed: padded("\(value)", to: width), exact: "\(value)")
  }

  /// Something that follows from data and settings, printed in its own way (`1 310 k`, `3e-4`).
  package static func given(_ printed: String, exact: String? = nil) -> OutputPart {
    OutputPart(kind: .given, printed: printed, exact: exact ?? printed)
  }

  /// A score or probability: a leading zero and at least four decimals.
  package static func score(_ value: Double, width: Int = 0, decimals: Int = 4) -> OutputPart {
    let printed = fixedPoint(value, decimals: max(4, decimals))
    return OutputPart(kind: .score, printed: padded(printed, to: width), exact: "\(value)")
  }

  /// A score from 0 to 100, with at least two decimals.
  package static func percentage(
    _ value: Double, width: Int = 0, decimals: Int = 2
  ) -> OutputPart {
    let printed = fixedPoint(value, decimals: max(2, decimals))
    return OutputPart(kind: .percentage, printed: padded(printed, to: width), exact: "\(value)")
  }

  /// A loss, with at least four decimals.
  package static func loss(_ value: Double, width: Int = 0, decimals: Int = 4) -> OutputPart {
    let printed = fixedPoint(value, decimals: max(4, decimals))
    return OutputPart(kind: .loss, printed: padded(printed, to: width), exact: "\(value)")
  }

  /// A trained result that has no tolerance: a best epoch, a label, generated text.
  package static func trained(_ printed: String, exact: String? = nil) -> OutputPart {
    OutputPart(kind: .other, printed: printed, exact: exact ?? printed)
  }

  /// A file that was written; compared by its digest.
  package static func file(_ path: String, digest: String) -> OutputPart {
    OutputPart(kind: .other, printed: path, exact: digest)
  }
}
