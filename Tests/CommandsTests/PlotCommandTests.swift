import Commands
import Files
import Language
import Notebooks
import Testing

@Suite struct PlotCommandTests {
  private let sitting: Sitting

  init() throws {
    sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      """
      fresh = adapter lora on base
      a = adapter lora on base r=4
      train a on films eval=dev epochs=3 batch=4
      t = compare base on films eval=dev epochs=2 batch=8 { full; freeze; lora r=[4, 8] }
      s = compare base on films eval=dev epochs=1 batch=8 seeds=[0, 1] { freeze; lora r=4 }
      """)
  }

  private func plot(_ statement: String) throws -> StatementResult {
    return try #require(try sitting.type(statement).last)
  }

  private func series(_ result: StatementResult) -> [JSON] { result.record["series"]?.array ?? [] }

  @Test func anAdaptersLossByStep() throws {
    let result = try plot("plot a")
    #expect(result.output.text.hasPrefix("loss of a by step\n"))
    // Ten steps an epoch, each a piece of the curve.
    let steps = series(result)[0]["x"]?.array?.compactMap(\.double)
    #expect(steps == (1...30).map(Double.init))
    #expect(result.output.lines.contains { $0.contains { $0.kind == .loss } })
    #expect(!result.output.lines.contains { $0.contains { $0.kind == .volatile } })
  }

  /// The pieces of the curve are the epoch's loss cut up.
  @Test func theCurveAddsUpToTheEpochs() throws {
    let steps = series(try plot("plot a"))[0]["y"]?.array?.compactMap(\.double) ?? []
    let epochs = series(try plot("plot a against=epoch"))[0]["y"]?.array?.compactMap(\.double) ?? []
    #expect(epochs.count == 3)
    for (index, epoch) in epochs.enumerated() {
      let mean = steps[(index * 10)..<(index * 10 + 10)].reduce(0, +) / 10
      #expect(abs(mean - epoch) < 1e-9)
    }
  }

  /// 130 steps, those beyond the 120th in pieces of two.
  @Test func theCurveOfALongRunIsInPieces() throws {
    try sitting.type("b = adapter lora on base r=2\ntrain b on films epochs=13 batch=4")
    let curve = series(try plot("plot b"))[0]
    let ends = curve["x"]?.array?.compactMap(\.double).map { Int($0) } ?? []
    #expect(ends == Array(1...120) + [122, 124, 126, 128, 130])
    let epochs = series(try plot("plot b against=epoch"))[0]["y"]?.array?.compactMap(\.double) ?? []
    let pieces = curve["y"]?.array?.compactMap(\.double) ?? []
    for (index, epoch) in epochs.enumerated() {
      let own = ends.indices.filter { (index * 10 + 1)...(index * 10 + 10) ~= ends[$0] }
      let steps = own.map { ends[$0] - ($0 > 0 ? ends[$0 - 1] : 0) }
      let sum = zip(own, steps).reduce(0) { $0 + pieces[$1.0] * Double($1.1) }
      #expect(steps.reduce(0, +) == 10 && abs(sum / 10 - epoch) < 1e-9)
    }
  }

  @Test func anAdaptersScoreByEpoch() throws {
    let result = try plot("plot a metric=accuracy")
    #expect(result.output.text.hasPrefix("accuracy of a by epoch\n"))
    #expect(result.output.text.hasSuffix(result.output.lines.last?.map(\.printed).joined() ?? ""))
    #expect(series(result)[0]["x"]?.array?.compactMap(\.double) == [1, 2, 3])
  }

  @Test func aTablesRows() throws {
    let result = try plot("plot t")
    #expect(result.output.text.hasPrefix("accuracy of t, on dev\n"))
    #expect(
      series(result).map { $0["name"]?.string } == ["full", "freeze", "lora r=4", "lora r=8"])
    #expect(series(try plot("plot s")).map { $0["y"]?.array?.count } == [2, 2])
  }

  @Test func aTableOverTrainableWeightsRankAndEpoch() throws {
    let weights = series(try plot("plot t metric=f1 against=trainable"))
    #expect(weights.count == 4)
    #expect(Set(weights.compactMap { $0["x"]?[0]?.double }).count == 4)
    #expect(series(try plot("plot t against=r")).map { $0["x"]?[0]?.double } == [4, 8])
    let epochs = series(try plot("plot t metric=loss against=epoch"))
    #expect(epochs.map { $0["x"]?.array?.count } == [2, 2, 2, 2])
  }

  /// Of every picture, and of the curve in `show`.
  @Test(arguments: [
    "plot a", "plot a metric=accuracy", "plot t", "plot s", "plot t metric=f1 against=trainable",
    "plot t metric=loss against=epoch", "show a",
  ])
  func aTerminalHasItsOwnWidthAndTheNotebookDoesNot(_ statement: String) throws {
    let output = try plot(statement).output
    #expect(output.text.split(separator: "\n").contains { displayWidth(String($0)) > 60 })
    for width in [50, 120] {
      let shown = FittedOutput(output, width: width).text(colour: false).split(separator: "\n")
      let widest = shown.filter { $0.contains(/[─⠒]{16}/) }.map { displayWidth(String($0)) }.max()
      #expect(widest.map { $0 > width - 12 } ?? false, "\(shown.joined(separator: "\n"))")
      #expect(shown.allSatisfy { displayWidth(String($0)) <= width })
    }
  }

  @Test(arguments: [
    ("plot fresh", "nothing-to-plot", "fresh"), ("plot base", "wrong-kind", "base"),
    ("plot a metric=acuracy", "unknown-word", "acuracy"),
    ("plot a metric=accuracy against=step", "conflict", "step"),
    ("plot a against=trainable", "conflict", "trainable"),
    ("plot t against=step", "conflict", "step"), ("plot t against=rank", "unknown-word", "rank"),
  ])
  func whatCannotBeDrawn(_ statement: String, _ code: String, _ marked: String) throws {
    let failure = try #require(sitting.failure(statement))
    #expect(failure.diagnostic.code == code)
    #expect(failure.marked == marked)
  }
}
