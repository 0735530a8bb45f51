import Files

/// What a statement, or a whole cell, printed: lines of typed parts.
package struct CellOutput: Sendable, Equatable {
  /// No part holds a line feed, no two text parts stand side by side, and no line ends in blanks
  /// that are only padding.
  package let lines: [[OutputPart]]

  /// - Parameter lines: a part may hold line feeds (generated text does); it is then spread over
  ///   as many lines.
  package init(lines: [[OutputPart]] = []) {
    self.lines = lines.flatMap { CellOutput.split($0) }.map { CellOutput.tidied($0) }
  }

  /// Plain words, a line each.
  package init(text: String) {
    self.init(lines: text.isEmpty ? [] : [[.text(text)]])
  }

  package var isEmpty: Bool { lines.isEmpty }

  /// The characters between the fences, without a final line end.
  package var text: String {
    lines.map { $0.map(\.printed).joined() }.joined(separator: "\n")
  }

  /// First 16 hexadecimal digits of SHA-256 over every value but the volatile ones, at full
  /// precision, and over the text. Of a volatile value only its place and unit count.
  package var digest: String {
    var bytes: [UInt8] = []
    for line in lines {
      for part in line {
        let value = part.kind == .text ? part.printed : part.exact
        bytes += Array("\(part.kind.rawValue) \(value.utf8.count) \(value)\n".utf8)
      }
      bytes += Array("end of line\n".utf8)
    }
    return String(bytes.withUnsafeBytes { sha256($0) }.prefix(16))
  }

  /// The output of one statement after another.
  package static func + (first: CellOutput, second: CellOutput) -> CellOutput {
    CellOutput(lines: first.lines + second.lines)
  }

  private static func split(_ line: [OutputPart]) -> [[OutputPart]] {
    var result: [[OutputPart]] = [[]]
    for part in line {
      let pieces = part.printed.unicodeScalars.split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index > 0 { result.append([]) }
        // The first piece keeps the whole value, so that the digest sees it once.
        let exact = index == 0 || part.kind == .text ? part.exact : ""
        result[result.count - 1].append(
          OutputPart(kind: part.kind, printed: String(piece), exact: exact)
            .emphasised(part.isEmphasised))
      }
    }
    return result
  }

  private static func tidied(_ line: [OutputPart]) -> [OutputPart] {
    var parts: [OutputPart] = []
    for part in line where part.kind != .text || !part.printed.isEmpty {
      if part.kind == .text, let last = parts.last, last.kind == .text {
        parts[parts.count - 1] = .text(last.printed + part.printed)
      } else {
        parts.append(part)
      }
    }
    if let last = parts.last, last.kind == .text {
      let kept = last.printed.unicodeScalars.reversed().drop { $0 == " " || $0 == "\t" }
      parts.removeLast()
      if !kept.isEmpty { parts.append(.text(String(String.UnicodeScalarView(kept.reversed())))) }
    }
    return parts
  }
}
