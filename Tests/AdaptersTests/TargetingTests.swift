import Adapters
import Autograd
import Checkpoints
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct TargetingTests {
  let engine = Engine(threads: 1)

  private func adapted(_ targets: Targets) throws -> [String] {
    var settings = MethodSettings()
    settings.targets = targets
    let base = try ParityFixture.model(on: engine)
    let adapted = try AdaptedModel(LoRA(settings), on: base, seed: 0)
    return adapted.model.tree.linears.filter { $0.layer.adapter != nil }.map(\.path)
  }

  @Test func namesMatchWholePartsOfAPath() throws {
    let layer = "bert.encoder.layer."
    #expect(
      try adapted(.familyDefault)
        == [0, 1].flatMap {
          ["\(layer)\($0).attention.self.query", "\(layer)\($0).attention.self.value"]
        })
    #expect(try adapted(.modules(["0.attention.self.key"])) == [layer + "0.attention.self.key"])
    #expect(try adapted(.modules(["dense"])).count == 7)
    #expect(try adapted(.modules(["attention.output.dense"])).count == 2)
    #expect(try adapted(.pattern(#".*\.1\..*query"#)) == [layer + "1.attention.self.query"])
  }

  @Test func allLinearLeavesTheHeadOut() throws {
    let paths = try adapted(.allLinear)
    #expect(paths.count == 13 && paths.contains("bert.pooler.dense"))
    #expect(!paths.contains("classifier"))
  }

  @Test(arguments: ["qeury", "uery", "classifier", "bert", "1"])
  func aTargetThatMatchesNothingIsNamed(_ name: String) throws {
    let error = #expect(throws: AdapterError.self) { try adapted(.modules(["query", name])) }
    guard case .noTarget(name, let candidates)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(candidates.contains("query") && candidates.contains("attention.output.dense") == false)
    #expect(candidates.contains("output.dense"))
    #expect(throws: AdapterError.self) { try adapted(.pattern(name)) }
    #expect(throws: AdapterError.badPattern("[")) { try adapted(.pattern("[")) }
  }

  @Test(.timeLimit(.minutes(5)))
  func aPatternThatBacktracksWithoutEndIsGivenUp() {
    let error = #expect(throws: AdapterError.self) {
      try adapted(.pattern("(?:[a-z.0-9]+)+#"))
    }
    guard case .slowPattern? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func patternsAreSpelledAsInPython() throws {
    let plain = try adapted(.pattern(#".*\.1\..*(key|query)"#))
    #expect(try adapted(.pattern(#"(?P<all>.*)\.1\..*(key|query)"#)) == plain)
    // The longer alternative is tried when the shorter one leaves a rest.
    #expect(try adapted(.pattern(#".*\.1\.attention\.(self|self\.query)"#)).count == 1)
  }

  @Test func settingsOutOfRangeAreRefused() {
    func refuses(_ change: (inout MethodSettings) -> Void) {
      var settings = MethodSettings()
      change(&settings)
      #expect(throws: AdapterError.self) { try LoRA(settings) }
      #expect(throws: AdapterError.self) { try DoRA(settings) }
    }
    refuses { $0.rank = 0 }
    refuses { $0.rank = -1 }
    refuses { $0.alpha = 0 }
    refuses { $0.alpha = .nan }
    refuses { $0.alpha = .infinity }
    refuses { $0.dropout = 1 }
    refuses { $0.dropout = -0.1 }
    refuses { $0.dropout = .nan }
  }
}
