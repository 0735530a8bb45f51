import Tasks
import Testing

@Suite struct LengthStatisticsTests {
  @Test func medianIsTheMiddle() {
    #expect(LengthStatistics([9, 1, 5]).median == 5)
    #expect(LengthStatistics([9, 1, 5, 6]).median == 5.5)
    #expect(LengthStatistics([9, 1, 5]).max == 9)
    #expect(LengthStatistics([4, 4, 4, 4], truncated: 1).shareTruncated == 0.25)
  }

  @Test func nothingHasZeros() {
    let none = LengthStatistics([])
    #expect((none.median, none.max, none.shareTruncated) == (0, 0, 0))
  }
}
