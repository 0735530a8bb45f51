import Language
import Notebooks
import Tasks
import Tokenizers

/// `show` of a data set: how it is labelled, how long its texts are, some of them.
struct DatasetView {
  let dataset: Dataset
  let name: String
  /// Who reads the texts: then lengths are in tokens, and some are cut.
  let reader: Reader?

  /// A tokenizer, and the tokens at which it cuts a text.
  struct Reader {
    let name: String
    let maxLength: Int?
    /// Tokens of each example.
    let lengths: [Int]
  }

  func lines(rows: Int) -> [[OutputPart]] {
    DatasetCommand.describe(dataset, named: name) + balance + histogram + examples(rows)
  }

  // MARK: labels

  private static let mostLabels = 20

  private var balance: [[OutputPart]] {
    let counts = labelCounts
    guard counts.count > 1 else { return [] }
    let total = counts.reduce(0) { $0 + $1.count }
    let most = counts.map(\.count).max() ?? 0
    let noun =
      if case .tagging = dataset.content { ("tag", "words") } else { ("label", "examples") }
    var table = OutputTable([noun.0, noun.1, "share", ""], alignments: [.left, .right, .right])
    for (label, count) in counts.prefix(Self.mostLabels) {
      table.append([
        .text(label), .given(count, as: Figures.count(count)),
        .given(Figures.percent(count, of: total, digits: 1)),
        .text(Histogram.bar(count, of: most)),
      ])
    }
    let more = counts.count - Self.mostLabels
    return [[]] + table.lines + (more > 0 ? [[.text("and \(more) more")]] : [])
  }

  private var labelCounts: [(label: String, count: Int)] {
    switch dataset.content {
    case .classification(let labels):
      return zip(labels, dataset.balance.counts).map { (label: $0, count: $1) }
    case .tagging(let tags):
      var counts = [Int](repeating: 0, count: tags.count)
      for tag in dataset.examples.flatMap({ $0.tags ?? [] }) { counts[tag] += 1 }
      return zip(tags, counts).map { (label: $0, count: $1) }
    case .questions:
      let answerable = dataset.examples.count { $0.answers?.isEmpty == false }
      let without = dataset.examples.count - answerable
      guard answerable > 0, without > 0 else { return [] }
      return [("with an answer", answerable), ("without", without)]
    case .text: return []
    }
  }

  // MARK: lengths

  private var histogram: [[OutputPart]] {
    guard let reader else {
      let lengths = dataset.examples.map {
        $0.text.unicodeScalars.count + ($0.pair?.unicodeScalars.count ?? 0)
      }
      let unit = dataset.examples.contains { $0.pair != nil } ? "characters of both" : "characters"
      return [[]] + Histogram(lengths).lines(unit: unit, noun: "examples")
    }
    let lengths = reader.lengths
    let median = LengthStatistics(lengths).median
    var line: [OutputPart] = [
      .text("as \(reader.name) reads them, "), .given(Int(median)),
      .text(" tokens at the median, "), .given(lengths.max() ?? 0), .text(" at most"),
    ]
    if let limit = reader.maxLength {
      let cut = lengths.count { $0 > limit }
      line += [
        .text("; max_length=\(limit) cuts "), .given(cut, as: Figures.count(cut)), .text(" of "),
        .given(lengths.count, as: Figures.count(lengths.count)),
        .text(" (\(Figures.percent(cut, of: lengths.count, digits: 1)))"),
      ]
    }
    return [[], line] + Histogram(lengths).lines(unit: "tokens", noun: "examples")
  }

  // MARK: examples

  private func examples(_ rows: Int) -> [[OutputPart]] {
    let shown = dataset.examples.prefix(rows)
    guard !shown.isEmpty else { return [] }
    let labels = dataset.labels
    let titles = shown.map { example in example.label.map { labels[$0] } ?? answer(example) }
    let width = min(24, (titles.map { displayWidth($0) }.max() ?? 0) + 2)
    return [[]]
      + zip(shown, titles).map { example, title in
        let lead = width > 2 ? padded(title, to: max(7, width)) : ""
        return [.text(lead), .given(Passage.beginning(text(of: example), 90))]
      }
  }

  private func text(of example: Example) -> String {
    guard case .tagging(let tags) = dataset.content, let own = example.tags else {
      return ([example.text] + (example.pair.map { [$0] } ?? [])).joined(separator: "  |  ")
    }
    let words = zip(example.words, own).map { word, tag in
      tags[tag] == "O" ? word : "\(word) (\(tags[tag]))"
    }
    return words.joined(separator: " ")
  }

  /// The beginning of a question's first answer.
  private func answer(_ example: Example) -> String {
    Passage.beginning(example.answers?.first?.text ?? "", 24)
  }
}
