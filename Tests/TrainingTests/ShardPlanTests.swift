import Testing
import Training

@Suite struct ShardPlanTests {
  private func shards(_ lengths: [Int], _ limit: Int) -> [[Int]] {
    ShardSettings(tokens: limit).shards(of: Array(lengths.indices)) { lengths[$0] }
  }

  @Test func fillsEachShardAsFarAsItGoes() {
    #expect(shards([3, 3, 4, 1, 9, 1], 10) == [[0, 1, 2], [3, 4], [5]])
  }

  @Test func longerSequenceStandsAlone() {
    #expect(shards([2, 50, 2, 2], 10) == [[0], [1], [2, 3]])
    #expect(shards([50], 10) == [[0]])
  }

  @Test func nothingGivesNothing() { #expect(shards([], 10).isEmpty) }

  @Test func keepsTheOrderGiven() {
    let plan = ShardSettings(tokens: 4).shards(of: [5, 0, 3, 1]) { _ in 2 }
    #expect(plan == [[5, 0], [3, 1]])
  }
}
