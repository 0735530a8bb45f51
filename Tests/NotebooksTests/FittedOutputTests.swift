import Foundation
import Language
import Notebooks
import Testing

/// Outputs on a terminal narrower than they are.
@Suite struct FittedOutputTests {
  private static let table: [[OutputPart]] = {
    var table = OutputTable(["method", "lr", "accuracy", "f1", "seconds", "peak MB"])
    table.append([
      .text("lora r=4"), .given("3e-4"), .score(0.9475), .score(0.9), .seconds(2, unit: false),
      .megabytes(16_900_000, unit: false),
    ])
    table.append([
      .text("freeze"), .given("1e-3"), .score(0.7), .score(0.6), .seconds(0.7, unit: false),
      .megabytes(18_000_000, unit: false),
    ])
    return table.lines
  }()

  private func fitted(_ lines: [[OutputPart]], _ width: Int?) -> [String] {
    FittedOutput(CellOutput(lines: lines), width: width).text(colour: false)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func whatFitsStaysAsItIs() {
    let output = CellOutput(lines: Self.table + [[.text("a line")]])
    #expect(FittedOutput(output, width: 200).text(colour: false) == output.text)
    #expect(FittedOutput(output, width: nil).text(colour: false) == output.text)
  }

  @Test(arguments: [30, 36, 40, 47])
  func aWideTableBecomesSeveral(_ width: Int) {
    let lines = fitted([[.text("best epoch of 4")]] + Self.table, width)
    #expect(lines[0] == "best epoch of 4")
    #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(lines)")
    #expect(lines.count { $0.hasPrefix("method") } > 1)
    #expect(lines.count { $0.hasPrefix("lora r=4") } == lines.count { $0.hasPrefix("method") })
    // Every value stands somewhere.
    for value in ["3e-4", "0.9475", "0.9000", "2.0", "16.9"] {
      #expect(lines.contains { $0.contains(value) }, "\(value)")
    }
  }

  @Test func stackedTitlesStayOverTheirColumn() {
    var table = OutputTable(["method", "exact", "f1", "overlap\naccuracy", "overlap of\nall"])
    table.append(["full", "50.00", "54.87", "0.4741", "0.4851"].map { .given($0) })
    table.append(["freeze", "34.33", "36.76", "0.3434", "0.3503"].map { .given($0) })
    #expect(
      fitted(table.lines, 34) == [
        "                       overlap",
        "method  exact     f1  accuracy",
        "full    50.00  54.87    0.4741",
        "freeze  34.33  36.76    0.3434",
        "",
        "        overlap of",
        "method         all",
        "full        0.4851",
        "freeze      0.3503",
      ])
  }

  @Test func proseIsBrokenBetweenWordsUnderItsColumn() {
    let line = "max_steps  not set  stop after so many steps; the schedule still spans `epochs`"
    #expect(
      fitted([[.text(line)]], 45) == [
        "max_steps  not set  stop after so many steps;",
        "                    the schedule still spans",
        "                    `epochs`",
      ])
  }

  @Test func wideCharactersCountTwice() {
    let lines = fitted([[.text(String(repeating: "电影很好", count: 12))]], 31)
    #expect(lines.allSatisfy { displayWidth($0) <= 31 })
    #expect(lines.joined() == String(repeating: "电影很好", count: 12))
  }

  @Test func onlyAColourIsAdded() {
    let line: [OutputPart] = [
      .score(0.98), .text(" "), .trained("hardly "), .trained("the triumph").emphasised(),
      .trained(" its poster promises"),
    ]
    let output = CellOutput(lines: [line])
    for width in [nil, 80, 30] {
      let fitted = FittedOutput(output, width: width)
      let painted = fitted.text(colour: true)
      #expect(painted.contains("\u{1B}[1;33m"))
      #expect(
        painted.replacing(/\u{1B}\[[0-9;]*m/, with: "") == fitted.text(colour: false))
    }
    #expect(output.text.contains("hardly the triumph its"))
  }

  @Test func emphasisSurvivesTheCache() throws {
    let part = OutputPart.trained("triumph").emphasised()
    let entry = CacheEntry(
      key: "k", statement: "s", output: CellOutput(lines: [[.text("a "), part]]), record: [:],
      written: [], names: [], naming: "")
    let folder = NSTemporaryDirectory() + "peftbook-fitted-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = ResultCache(folder: folder)
    cache.store(entry)
    let read = try #require(cache.entry("k"))
    #expect(read.output.lines[0][1].isEmphasised)
    #expect(!read.output.lines[0][0].isEmphasised)
  }

  /// Two errors of one text each, whose columns happen to fall under each other.
  private static let errors: [[OutputPart]] = [
    [
      .score(0.6249), .text(" sure of "), .trained("positive, is negative"), .text("  "),
      .trained("Samuel, a "), .trained("dull widow").emphasised(),
      .trained(", adopts a stray dog in an old theatre. One fresh scene does not make …"),
      .text("   by "), .trained("dull, widow, fresh"),
    ],
    [
      .score(0.6175), .text(" sure of "), .trained("positive, is negative"), .text("  "),
      .trained("I regretted the opening, and the rest with it. It tells of a bitter one …"),
      .text("   by "), .trained("with, bitter, hides"),
    ],
  ]

  private func words(_ lines: some Sequence<String>) -> [Substring] {
    lines.flatMap { $0.split(separator: " ") }
  }

  @Test(arguments: 30...150)
  func anErrorIsBrokenBetweenWordsAndKeepsThoseThatDecided(_ width: Int) {
    let lines = fitted(Self.errors, width)
    #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(lines)")
    // One after the other, with no word torn apart and nothing taken out of its row.
    let whole = CellOutput(lines: Self.errors).text.split(separator: "\n").map(String.init)
    #expect(words(lines) == words(whole))
    // What follows the first row of each stands in one column.
    let indents = lines.filter { $0.hasPrefix(" ") }.map { $0.prefix { $0 == " " }.count }
    #expect(Set(indents).count <= 1)
    #expect(indents.first.map { $0 == (width >= 76 ? 38 : 2) } ?? (width > 146), "\(lines)")
  }

  private static let parameters: [[OutputPart]] = {
    var table = OutputTable(["parameter", "shape", "layers", "weights"])
    for (name, shape, layers, weights) in [
      ("classifier.weight", "2 × 128", 1, "256"),
      ("bert.encoder.layer.*.attention.self.query.lora_A.weight", "8 × 128", 4, "4 096"),
      ("bert.encoder.layer.*.attention.self.query.lora_B.weight", "128 × 8", 4, "1 004 096"),
    ] { table.append([.text(name), .given(shape), .given(layers), .given(weights)]) }
    return table.lines
  }()

  @Test(arguments: 40...100)
  func aPathIsBrokenAtItsDotsAndANumberNever(_ width: Int) {
    let lines = fitted(Self.parameters, width)
    #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(lines)")
    for value in ["parameter", "weights", "2 × 128", "128 × 8", "4 096", "1 004 096"] {
      #expect(lines.contains { $0.contains(value) }, "\(value) in \(lines)")
    }
    // The first columns, put together again.
    let block = lines.prefix { !$0.isEmpty }
    let paths = block.dropFirst().map { $0.drop { $0 == " " }.prefix { $0 != " " } }.joined()
    #expect(paths.contains("bert.encoder.layer.*.attention.self.query.lora_A.weight"), "\(lines)")
    if width >= 60 { #expect(block.count == lines.count, "one table: \(lines)") }
  }

  @Test func aNumberStaysWithItsGroupsAndUnits() {
    let line = "holds 16 384 weights, 67.1 MB at 55 %, 1 023 k"
    for width in 30...46 {
      let lines = fitted([[.text(line)], [.text("")], [.text("x " + line)]], width)
      for value in ["16 384", "67.1 MB", "55 %", "1 023 k"] {
        #expect(lines.count { $0.contains(value) } == 2, "\(value) in \(lines)")
      }
    }
  }

  @Test(arguments: 40...110)
  func optionsKeepTheirMeaning(_ width: Int) {
    var table = OutputTable(["option", "takes", "default", "meaning"])
    let meaning = "no answer is given where its score exceeds the best span's by more"
    table.append(
      ["null_threshold", "number, from -1000000 to 1000000", "0.0", meaning].map { .text($0) })
    table.append(["seed", "whole, from 0", "not set", "draws the order"].map { .text($0) })
    let lines = fitted(table.lines, width)
    #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(lines)")
    #expect(lines.contains { $0.contains("seed") && $0.contains("not set") }, "\(lines)")
    let indent = lines.first { $0.contains("no answer") }?.prefix { $0 == " " }.count
    #expect(width > 62 || indent == 4, "\(lines)")
  }

  @Test(arguments: [30, 40, 54])
  func barsAreShorterByOneFactor(_ width: Int) {
    func bar(_ length: Int) -> String { String(repeating: "█", count: length) }
    let lines = fitted(
      [
        [.text("negative       "), .given(180), .text("  "), .text(bar(30))],
        [.text("positive       "), .given(90), .text("  "), .text(bar(15))],
      ], width)
    #expect(lines.count == 2)
    let bars = lines.map { $0.count { $0 == "█" } }
    #expect(bars[0] == min(30, width - 20) && bars[1] == bars[0] / 2)
  }
}
