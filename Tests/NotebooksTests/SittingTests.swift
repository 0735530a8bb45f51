import Language
import Notebooks
import Testing

@Suite struct SittingTests {
  @Test func cellsAndCommentsAreAppendedAsTheyAreTyped() throws {
    let fake = FakeSitting("Words.\n")
    try fake.type("# Is it so?", "#", "# One line,", "# and another.")
    #expect(fake.text == "Words.\n\n# Is it so?\n\nOne line,\nand another.\n")
    try fake.type("x = make 1", "use x")
    let digests = fake.sitting.cells.map { $0.block.lines }
    #expect(digests == [["x = make 1"], ["use x"]])
    #expect(fake.text.hasPrefix("Words.\n\n# Is it so?\n\nOne line,\nand another.\n\n```peft\nx"))
    #expect(fake.sitting.position == 2 && fake.stale.isEmpty)
  }

  @Test func openingRunsNothingAndSaysWhatIsStale() throws {
    let first = FakeSitting()
    try first.type("x = make 1", "y = use x", "z = make 9")
    let known: Set = ["make 1", "make 9"]
    let second = FakeSitting(first.text, known: known, last: first.sitting.lastRun)
    #expect(second.evaluator.ran.isEmpty)
    #expect(second.evaluator.meaning == "x=make 1 y=use (make 1)? z=make 9")
    #expect(second.stale == ["2 stale: its result is not in the cache"])
    // A name whose cell has to run is not used as if it stood for something else.
    #expect(throws: Diagnostic.self) { try second.type("use y") }
    #expect(second.sitting.run(2) == nil)
    #expect(second.evaluator.ran == ["use (make 1)"] && second.stale.isEmpty)
    #expect(second.text == first.text)
  }

  @Test func goingBackAndForthLosesNothing() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "x = make 2", "y = use x")
    let (text, meaning) = (fake.text, fake.evaluator.meaning)
    fake.sitting.go(to: 1)
    #expect(fake.evaluator.meaning == "x=make 1")
    #expect(fake.text == text)
    #expect(fake.sitting.listing.joined(separator: "\n").contains("(ahead: goto 3 goes on to it)"))
    fake.sitting.go(to: 0)
    #expect(fake.evaluator.meaning.isEmpty)
    fake.sitting.go(to: 3)
    #expect(fake.evaluator.meaning == meaning)
    #expect(fake.evaluator.ran == ["make 1", "make 2", "use (make 2)"])
  }

  @Test func aCellTypedBehindAnEarlierOneStandsThere() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "y = use x", "z = make 9")
    fake.sitting.go(to: 1)
    try fake.type("# Another one.", "x = make 2")
    #expect(fake.cells == "x = make 1 | x = make 2 | y = use x | z = make 9")
    #expect(fake.text.contains("```\n\nAnother one.\n\n```peft\nx = make 2\n"))
    #expect(fake.sitting.position == 2)
    #expect(fake.evaluator.meaning == "x=make 2")
    #expect(fake.stale == ["3 stale: uses another x, from cell 2"])
    // Going on runs nothing by itself.
    fake.sitting.go(to: 4)
    #expect(fake.evaluator.meaning == "x=make 2 y=use (make 2)? z=make 9")
    #expect(fake.sitting.nextStale(after: 0) == 3)
    #expect(fake.sitting.run(3) == nil)
    #expect(fake.stale.isEmpty)
    #expect(fake.evaluator.meaning == "x=make 2 y=use (make 2) z=make 9")
  }

  @Test func whatIsUndoneStaysUntilACellTakesItsPlace() throws {
    let fake = FakeSitting("# Title\n")
    try fake.type("x = make 1", "x = make 2", "y = use x")
    let text = fake.text
    #expect(fake.sitting.undo() == 3)
    #expect(fake.sitting.undo() == 2)
    #expect(fake.evaluator.meaning == "x=make 1" && fake.text == text)
    #expect(fake.sitting.undone == [2, 3])
    fake.sitting.go(to: 2)
    #expect(fake.evaluator.meaning == "x=make 2" && fake.sitting.undone == [3])
    try fake.type("z = make 4")
    #expect(fake.cells == "x = make 1 | x = make 2 | z = make 4")
    #expect(fake.text.hasPrefix("# Title\n\n```peft\nx = make 1\n"))
    #expect(!fake.text.contains("\n\n\n"))
    #expect(fake.sitting.undo() == 3 && fake.sitting.undo() == 2 && fake.sitting.undo() == 1)
    #expect(fake.sitting.undo() == nil)
  }

  @Test func anUndoneCellBetweenOthersCountsForNothing() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "x = make 2", "y = use x")
    fake.sitting.go(to: 2)
    #expect(fake.sitting.undo() == 2)
    #expect(fake.stale == ["3 stale: uses another x, from cell 1"])
    fake.sitting.go(to: 3)
    #expect(fake.stale.isEmpty && fake.sitting.undone.isEmpty)
  }

  @Test func anEditedCellMakesItsReadersStale() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "y = use x", "z = make 9")
    #expect(fake.sitting.run(1, as: "x = make 5\nw = make 6") == nil)
    #expect(fake.cells == "x = make 5;w = make 6 | y = use x | z = make 9")
    #expect(fake.text.contains("```\n```output digest="))
    #expect(fake.stale == ["2 stale: uses another x, from cell 1"])
    #expect(fake.evaluator.meaning == "w=make 6 x=make 5 y=use (make 5)? z=make 9")
    // As it was: its readers are in the cache.
    #expect(fake.sitting.run(1, as: "x = make 1") == nil)
    #expect(fake.stale.isEmpty)
  }

  @Test func aCellThatFailsLeavesEverythingAsItWas() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "y = use x", "z = make 9")
    fake.sitting.go(to: 1)
    let (text, meaning, listing) = (fake.text, fake.evaluator.meaning, fake.sitting.listing)
    for (number, statements) in [(1, "q = make 3\nfail"), (3, "fail"), (2, "use nothing")] {
      let error = try #require(fake.sitting.run(number, as: statements))
      #expect(error.diagnostic.code == "failed" || error.diagnostic.code == "unknown-name")
      #expect(fake.text == text && fake.evaluator.meaning == meaning)
      #expect(fake.sitting.listing == listing)
    }
  }

  @Test func aCellThatFailsAsItSaysIsFresh() throws {
    let text = "```peft fails=failed\nx = make 1\nfail\n```\n"
    let fake = FakeSitting(text)
    #expect(fake.sitting.run(1) == nil)
    #expect(fake.evaluator.meaning == "x=make 1" && fake.stale.isEmpty)
    #expect(fake.text.contains("```output digest="))
  }

  @Test func aDocumentWrittenBySomebodyElseIsTakenOver() throws {
    let fake = FakeSitting("Before.\n")
    try fake.type("x = make 1", "y = use x")
    fake.sitting.go(to: 1)
    // Prose alone: the sitting stays where it was.
    fake.sitting.reload(.parse(fake.text.replacing("Before.", with: "After.")))
    #expect(fake.sitting.position == 1 && fake.evaluator.meaning == "x=make 1")
    #expect(fake.text.hasPrefix("After."))
    fake.sitting.reload(.parse(fake.text.replacing("x = make 1\n", with: "x = make 3\n")))
    #expect(fake.sitting.position == 2)
    #expect(fake.stale == ["1 stale: changed", "2 stale: uses x from cell 1"])
    #expect(fake.evaluator.ran == ["make 1", "use (make 1)"])
  }

  @Test func aSavedSessionHoldsTheCellsInEffect() throws {
    let fake = FakeSitting()
    try fake.type("x = make 1", "y = use x", "z = make 9")
    _ = fake.sitting.undo()
    fake.sitting.go(to: 1)
    let saved = fake.sitting.saved.cells(file: "")
    #expect(saved.map(\.block.lines) == [["x = make 1"]])
  }
}
