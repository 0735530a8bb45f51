/// Runs of `*` and `_`, and which of them belong together.
///
/// Source: CommonMark 0.31, section 6.2, and the appendix's `process emphasis`.
struct MarkdownEmphasis {
  struct Run {
    let marker: Unicode.Scalar
    let count: Int
    let canOpen: Bool
    let canClose: Bool
  }

  private struct Mark {
    let node: MarkdownInline
    let run: Run
    /// Marks that are not used yet.
    var left: Int
    var isOff = false
  }

  private var marks: [Mark] = []
  /// More runs, and more marks of one, are text: a tree must not be deeper than a stack.
  private static let mostRuns = 1000
  private static let mostMarks = 12

  var count: Int { marks.count }

  mutating func add(_ run: Run, _ node: MarkdownInline) {
    guard run.canOpen || run.canClose, marks.count < MarkdownEmphasis.mostRuns else { return }
    marks.append(Mark(node: node, run: run, left: min(run.count, MarkdownEmphasis.mostMarks)))
  }

  /// The run at the cursor, and what its neighbours let it do.
  func run(_ cursor: inout MarkdownCursor) -> Run {
    let before = cursor.peek(-1) ?? "\n"
    let marker = cursor.peek() ?? "*"
    let count = cursor.takeRun(of: marker)
    let after = cursor.peek() ?? "\n"
    let leftFlanking =
      !after.isUnicodeSpace
      && (!after.isUnicodePunctuation || before.isUnicodeSpace || before.isUnicodePunctuation)
    let rightFlanking =
      !before.isUnicodeSpace
      && (!before.isUnicodePunctuation || after.isUnicodeSpace || after.isUnicodePunctuation)
    let isUnderscore = marker == "_"
    return Run(
      marker: marker, count: count,
      canOpen: leftFlanking && (!isUnderscore || !rightFlanking || before.isUnicodePunctuation),
      canClose: rightFlanking && (!isUnderscore || !leftFlanking || after.isUnicodePunctuation))
  }

  /// Makes emphasis of what belongs together among the runs from the given one on, and forgets
  /// them.
  mutating func match(from first: Int) {
    /// Where a search for an opener has failed before, by what decides it.
    var bottoms: [Int: Int] = [:]
    var closer = first
    while closer < marks.count {
      guard marks[closer].run.canClose, !marks[closer].isOff, marks[closer].left > 0 else {
        closer += 1
        continue
      }
      let key = key(of: marks[closer].run)
      if let opener = opener(of: closer, from: max(first, bottoms[key] ?? first)) {
        join(opener, closer)
        if marks[closer].left == 0 { closer += 1 }
      } else {
        bottoms[key] = closer
        if !marks[closer].run.canOpen { marks[closer].isOff = true }
        closer += 1
      }
    }
    marks.removeSubrange(min(first, marks.count)...)
  }

  private func key(of run: Run) -> Int {
    (run.marker == "*" ? 0 : 6) + (run.canOpen ? 3 : 0) + run.count % 3
  }

  private func opener(of closer: Int, from bottom: Int) -> Int? {
    let closing = marks[closer].run
    var index = closer - 1
    while index >= bottom {
      let mark = marks[index]
      if mark.run.marker == closing.marker, mark.run.canOpen, !mark.isOff, mark.left > 0 {
        let isOdd =
          (mark.run.canClose || closing.canOpen) && closing.count % 3 != 0
          && (mark.run.count + closing.count) % 3 == 0
        if !isOdd { return index }
      }
      index -= 1
    }
    return nil
  }

  private mutating func join(_ opener: Int, _ closer: Int) {
    let used = marks[opener].left >= 2 && marks[closer].left >= 2 ? 2 : 1
    let span = MarkdownInline(used == 2 ? .strong : .emphasis)
    let start = marks[opener].node
    span.insert(after: start)
    span.adopt(upTo: marks[closer].node)
    // What opened in between and found no end is text.
    for index in opener + 1..<closer { marks[index].isOff = true }
    for index in [opener, closer] {
      marks[index].left -= used
      guard case .text(let text) = marks[index].node.kind else { continue }
      let kept = text.unicodeScalars.dropLast(used)
      marks[index].node.kind = .text(String(String.UnicodeScalarView(kept)))
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isUnicodeSpace: Bool {
    isMarkdownBlank || value == 0x0C || properties.generalCategory == .spaceSeparator
  }

  fileprivate var isUnicodePunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}
