import Notebooks

/// How many of some lengths fall into each of a few intervals of equal width.
struct Histogram {
  struct Bin: Equatable {
    let from: Int
    /// The largest length in it; nil for the last, which takes everything above.
    let to: Int?
    var count: Int
  }

  let bins: [Bin]

  private static let most = 10

  /// Intervals begin at multiples of 1, 2 or 5 times a power of ten; the longest fiftieth has one
  /// interval, however long it is.
  init(_ lengths: [Int]) {
    let sorted = lengths.sorted()
    guard let longest = sorted.last, let shortest = sorted.first else {
      bins = []
      return
    }
    let usual = sorted[min(sorted.count - 1, sorted.count * 98 / 100)]
    let width = Self.width(max(1, usual - shortest + 1))
    let first = shortest / width * width
    let end = (usual / width + 1) * width
    var counted: [Bin] = stride(from: first, to: end, by: width).map {
      Bin(from: $0, to: $0 + width - 1, count: 0)
    }
    if longest >= end { counted.append(Bin(from: end, to: nil, count: 0)) }
    for length in sorted { counted[min((length - first) / width, counted.count - 1)].count += 1 }
    bins = counted
  }

  private static func width(_ range: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where range <= factor * power * (most - 1) { return factor * power }
      power *= 10
    }
  }

  /// - Parameters:
  ///   - unit: what is counted in, the first column's title.
  ///   - noun: what is counted, the second's.
  func lines(unit: String, noun: String) -> [[OutputPart]] {
    let most = bins.map(\.count).max() ?? 0
    var table = OutputTable([unit, noun, ""], alignments: [.right, .right, .left])
    for bin in bins {
      let range = bin.to.map { $0 == bin.from ? "\(bin.from)" : "\(bin.from)–\($0)" }
      table.append([
        .given(range ?? "\(bin.from) or more"), .given(bin.count, as: Figures.count(bin.count)),
        .text(Self.bar(bin.count, of: most)),
      ])
    }
    return table.lines
  }

  private static let columns = 30
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar in eighths of a column; what is there at all shows.
  static func bar(_ count: Int, of most: Int) -> String {
    guard most > 0, count > 0 else { return "" }
    let length = max(1, (8 * columns * count + most / 2) / most)
    return String(repeating: "█", count: length / 8) + eighths[length % 8]
  }
}
