import Language

/// Bars at the ends of lines, drawn shorter where they do not fit: all that stand under one another
/// by one factor.
enum FittedBars {
  private static let eighths = Array("▏▎▍▌▋▊▉█".unicodeScalars)
  private static let fewest = 8

  static func shortened(_ lines: [String], width: Int) -> [String] {
    var lines = lines
    var index = 0
    while index < lines.count {
      let group = lines[index...].prefix { bar($0) != nil }
      let bars = group.compactMap(bar)
      let most = bars.map(\.eighths).max() ?? 0
      let room = width - (bars.map(\.start).max() ?? 0)
      if most > 8 * room, room >= fewest {
        for (place, bar) in zip(group.indices, bars) {
          let length = max(1, (bar.eighths * 8 * room + most / 2) / most)
          lines[place] = bar.before + drawn(length)
        }
      }
      index += max(1, group.count)
    }
    return lines
  }

  /// What a line has before its bar, in columns and letters, and the bar's length.
  private static func bar(_ line: String) -> (before: String, start: Int, eighths: Int)? {
    let bar = line.unicodeScalars.reversed().prefix { eighths.contains($0) }
    let before = String(line.unicodeScalars.dropLast(bar.count))
    guard !bar.isEmpty, before.hasSuffix("  ") else { return nil }
    let length = bar.reduce(0) { $0 + 1 + (eighths.firstIndex(of: $1) ?? 0) }
    return (before, displayWidth(before), length)
  }

  private static func drawn(_ length: Int) -> String {
    String(repeating: "█", count: length / 8)
      + (length % 8 == 0 ? "" : String(eighths[length % 8 - 1]))
  }
}
