import Tasks
import Testing

@Suite struct ClassBalanceTests {
  @Test func countsExamplesOfEachLabel() throws {
    let balance = try load("a\tx\nb\ty\nc\tx\nd\tx\n", as: "d.tsv").balance
    #expect(balance.labels == ["x", "y"])
    #expect(balance.counts == [3, 1])
    #expect(balance.shares == [0.75, 0.25])
    #expect(balance.total == 4)
  }

  @Test func plainTextHasNone() throws {
    #expect(try load("a\nb\n", as: "d.txt").balance.counts.isEmpty)
  }
}
