import Language

/// How far a long statement has come.
package struct Progress: Sendable {
  package var title: String
  package var done: Int
  package var total: Int
  /// What is counted: "step", "example".
  package var unit: String
  package var loss: Double?
  package var learningRate: Double?
  /// Of tokens in training, of examples where they are only scored; a second.
  package var rate: Double?
  package var rateUnit = "tokens"
  /// Of tensors, at most so far.
  package var bytes: Int?
  package var secondsLeft: Double?
  /// The losses so far, thinned, for a small curve.
  package var losses: [Double] = []
  /// A part of a longer work that reports its own steps: a terminal shows it, a log need not.
  package var isAside = false

  package init(title: String, done: Int, total: Int, unit: String) {
    (self.title, self.done, self.total, self.unit) = (title, done, total, unit)
  }
}

/// Progress as one line, in as many columns as there are.
extension Progress {
  /// What there is to say, from the least to the most that a narrow line can do without.
  private struct Fact {
    let long: String
    let short: String
    /// The higher, the sooner it goes.
    let rank: Int
  }

  private var facts: [Fact] {
    var facts = [Fact(long: "\(unit) \(done) of \(total)", short: "\(done)/\(total)", rank: 0)]
    if let loss {
      facts.append(
        Fact(
          long: "loss \(Self.rounded(loss, 4))", short: "loss \(Self.rounded(loss, 3))", rank: 1))
    }
    if let learningRate {
      facts.append(
        Fact(
          long: "lr \(Figures.setting(learningRate, digits: 3))",
          short: "lr \(Figures.setting(learningRate, digits: 2))", rank: 5))
    }
    if let rate {
      let whole = Int(min(max(rate, 0), 1e12))
      facts.append(
        Fact(
          long: "\(whole) \(rateUnit)/s", short: "\(Self.thousands(whole)) \(rateUnit.prefix(3))/s",
          rank: 3))
    }
    if let bytes {
      facts.append(Fact(long: Figures.bytes(bytes), short: Figures.bytes(bytes), rank: 4))
    }
    if let secondsLeft {
      facts.append(
        Fact(
          long: Figures.duration(secondsLeft) + " left", short: Self.clock(secondsLeft) + " left",
          rank: 2))
    }
    return facts
  }

  /// "step 331 of 600, loss 0.4013, …", for a log.
  package var sentence: String { title + ": " + facts.map(\.long).joined(separator: ", ") }

  /// "train a  ━━━━╸━━━━  step 331 of 600 · loss 0.4013 · … · 18 s left ⠁⠂⠄"; narrow, it does
  /// without the curve, then the bar, then what matters less.
  package func line(columns: Int) -> String {
    let facts = facts
    let (long, short) = (facts.map(\.long), facts.map(\.short))
    let curve = sparkline
    var tries = [
      [title, bar(width: 20), Self.joined(long) + (curve.isEmpty ? "" : " ") + curve],
      [title, bar(width: 20), Self.joined(long)], [title, bar(width: 10), Self.joined(long)],
      [title, bar(width: 10), Self.joined(short)], [title, Self.joined(short)],
    ]
    for rank in (1...5).reversed() {
      tries.append([title, Self.joined(facts.filter { $0.rank < rank }.map(\.short))])
    }
    tries.append([short[0]])
    for parts in tries {
      let text = parts.joined(separator: "  ")
      if displayWidth(text) <= columns { return text }
    }
    return fitting(short[0], columns: columns)
  }

  private static func joined(_ facts: [String]) -> String { facts.joined(separator: " · ") }

  // MARK: pictures

  private func bar(width: Int) -> String {
    let fraction = total > 0 ? Double(done) / Double(total) : 0
    let done = min(width, max(0, Int(fraction * Double(width))))
    if done == width { return String(repeating: "━", count: width) }
    return String(repeating: "━", count: done) + "╸"
      + String(repeating: "─", count: width - done - 1)
  }

  /// Braille dots, low for a low loss.
  private var sparkline: String {
    let finite = losses.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), finite.count > 1 else { return "" }
    let dots = ["⡀", "⠄", "⠂", "⠁"]
    let step = max(1, (finite.count + 11) / 12)
    return stride(from: 0, to: finite.count, by: step).map { index in
      let height = high > low ? (finite[index] - low) / (high - low) : 0
      return dots[min(3, Int(height * 4))]
    }.joined()
  }

  // MARK: numbers

  private static func rounded(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
    return Figures.fixed(value, decimals)
  }

  /// "18 s", "1:18", "2 h 10".
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60)" }
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// 29 633 → "29.6k".
  private static func thousands(_ value: Int) -> String {
    switch value {
    case ..<10_000: "\(value)"
    case ..<1_000_000: Figures.fixed(Double(value) / 1e3, 1) + "k"
    default: Figures.fixed(Double(value) / 1e6, 1) + "M"
    }
  }
}
