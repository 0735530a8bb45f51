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
}
