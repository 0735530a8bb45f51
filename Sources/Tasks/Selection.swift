import Files

extension DatasetRequest {
  /// A part as it is typed, `"0-90%"`, as fractions: the lower bound belongs to it, the upper not.
  package static func parsePart(_ text: String) throws(TaskError) -> ClosedRange<Double> {
    let bounds = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard text.utf8.last == UInt8(ascii: "%"), bounds.count == 2,
      let lower = percentage(Substring(bounds[0])),
      let upper = percentage(Substring(bounds[1].dropLast())), lower < upper
    else { throw .wrongPart(text: text) }
    return lower / 100...upper / 100
  }

  private static func percentage(_ text: Substring) -> Double? {
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard isPlain, let value = Double(text), (0...100).contains(value) else { return nil }
    return value
  }
}

extension Dataset {
  /// Shares of a label may move by this much before `limit` warns: a few points.
  private static let balanceTolerance = 0.05

  /// Keeps the rows that `answerable`, then `part`, then `sample`, then `limit` ask for. Labels
  /// stay those of the whole file, so that every part has the same classes.
  mutating func select(_ request: DatasetRequest) throws(TaskError) {
    if request.answerable { try selectAnswerable() }
    if let part = request.part {
      examples = examples.filter { example in
        let place = example.place
        return place >= part.lowerBound && place < part.upperBound
      }
      if examples.isEmpty { throw .emptySelection(file: source, selection: "part") }
    }
    if let count = request.sample {
      if count > examples.count {
        notes.append("sample=\(count), but there are only \(counted(examples.count, "example"))")
      }
      examples = drawn(count, seed: request.seed)
      if examples.isEmpty { throw .emptySelection(file: source, selection: "sample=\(count)") }
    }
    if let limit = request.limit {
      let whole = balance
      examples = Array(examples.prefix(max(limit, 0)))
      if examples.isEmpty { throw .emptySelection(file: source, selection: "limit=\(limit)") }
      if let note = balanceNote(limit, whole) { notes.append(note) }
    }
  }

  /// Keeps the questions that have an answer; what is left goes by the rules of SQuAD 1.1.
  private mutating func selectAnswerable() throws(TaskError) {
    guard case .questions(let kind) = content else { throw .notQuestions(file: source) }
    examples = examples.filter { $0.answers?.isEmpty == false }
    if examples.isEmpty { throw .emptySelection(file: source, selection: "answerable=true") }
    if kind == .squad2 { content = .questions(.squad1) }
  }

  /// The rows with the smallest hashes of seed and place, in file order; a smaller sample of the
  /// same seed is a part of a larger one.
  private func drawn(_ count: Int, seed: UInt64) -> [Example] {
    let ranked = examples.indices.sorted { a, b in
      (StableHash.of(seed, a), a) < (StableHash.of(seed, b), b)
    }
    return ranked.prefix(max(count, 0)).sorted().map { examples[$0] }
  }

  private func balanceNote(_ limit: Int, _ whole: ClassBalance) -> String? {
    let now = balance
    let moved = now.shares.indices.max {
      abs(now.shares[$0] - whole.shares[$0]) < abs(now.shares[$1] - whole.shares[$1])
    }
    guard let moved, abs(now.shares[moved] - whole.shares[moved]) > Self.balanceTolerance else {
      return nil
    }
    return "the first \(limit) of \(whole.total) rows are \(percent(now.shares[moved])) "
      + "'\(labels[moved])', all are \(percent(whole.shares[moved])); sample=\(limit) draws instead"
  }
}

/// "41 %".
private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

extension Example {
  /// Where a hash of its texts puts the row, in [0, 1). Rows with the same texts share a place, so
  /// that none is in two parts; identifiers and labels do not count.
  package var place: Double {
    var hash = StableHash()
    hash.combine(text)
    if let pair { hash.combine(pair) }
    return Double(hash.value >> 11) * 0x1p-53
  }
}
