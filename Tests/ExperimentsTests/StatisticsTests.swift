import Experiments
import Files
import Testing
import TrainingTestSupport

/// Against scipy's values; the script is Tests/Fixtures/scripts/training.py.
@Suite struct StatisticsTests {
  private func fixture(_ key: String) throws -> [JSON] {
    let cases = try Fixture.json("statistics.json")[key]?.array ?? []
    #expect(!cases.isEmpty)
    return cases
  }

  /// Relative to the value itself: small tails matter.
  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * abs(b)
  }

  @Test func incompleteBetaIsScipys() throws {
    for one in try fixture("incomplete_beta") {
      let (x, a, b) = (one.number("x"), one.number("a"), one.number("b"))
      let (found, expected) = (Statistics.incompleteBeta(x, a, b), one.number("value"))
      // lgamma of a thousand has an absolute error near 1e-12, which exp makes relative.
      #expect(
        isClose(found, expected, 1e-11) || abs(found - expected) < 1e-290,
        "I_\(x)(\(a), \(b)): \(found), scipy has \(expected)")
    }
  }

  @Test func mcnemarIsTheExactBinomialTest() throws {
    for one in try fixture("mcnemar") {
      let (b, c) = (one.whole("b"), one.whole("c"))
      let found = Statistics.mcnemar(b: b, c: c)
      #expect(isClose(found, one.number("p"), 1e-10), "\(b), \(c): \(found)")
      #expect(found == Statistics.mcnemar(b: c, c: b))
    }
  }

  @Test func studentTailsAreScipys() throws {
    for one in try fixture("student") {
      let (t, freedom) = (one.number("t"), one.whole("df"))
      let found = Statistics.studentTwoSided(t, freedom)
      #expect(isClose(found, one.number("p"), 1e-11), "t = \(t), \(freedom): \(found)")
      #expect(found == Statistics.studentTwoSided(-t, freedom))
    }
  }

  @Test func pairedTTestIsScipys() throws {
    for one in try fixture("t_tests") {
      let differences = one["differences"]?.doubles ?? []
      let test = try #require(Statistics.pairedTTest(differences: differences))
      #expect(isClose(test.t, one.number("t"), 1e-11))
      #expect(isClose(test.p, one.number("p"), 1e-10))
      #expect(test.freedom == one.whole("df"))
    }
  }

  @Test func testsNeedTwoPairs() {
    #expect(Statistics.pairedTTest(differences: []) == nil)
    #expect(Statistics.pairedTTest(differences: [0.3]) == nil)
    #expect(Statistics.pairedTTest(differences: [0, 0, 0])?.p == 1)
    #expect(Statistics.pairedTTest(differences: [0.5, 0.5])?.p == 0)
  }

  @Test func meanAndStandardDeviationAreThoseOfTheSample() {
    let (mean, deviation) = Statistics.meanAndStandardDeviation([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(mean == 5)
    #expect(abs((deviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(Statistics.meanAndStandardDeviation([3]).standardDeviation == nil)
  }

  @Test(arguments: [(400, 0.08), (400, 0.2), (1000, 0.1), (25_000, 0.05), (50, 0.3)])
  func detectableDifferenceSolvesItsFormula(_ n: Int, _ discordance: Double) {
    let d = Statistics.detectableDifference(n: n, discordance: discordance)
    #expect(d > 0 && d <= discordance)
    let root =
      1.959963984540054 * discordance.squareRoot()
      + 0.8416212335729143 * (discordance - d * d).squareRoot()
    #expect(abs(root * root / (d * d) - Double(n)) < 1e-6 * Double(n))
  }

  @Test func fewDisagreementsAreTakenToGoOneWay() {
    // n d = (1.960 + 0.842 √(1 − d))²
    let d = Statistics.detectableDifference(n: 400)
    let root = 1.959963984540054 + 0.8416212335729143 * (1 - d).squareRoot()
    #expect(abs(root * root / d - 400) < 1e-6)
    #expect(Statistics.detectableDifference(n: 400, discordance: d / 2) == d)
    #expect(Statistics.detectableDifference(n: 2) == 1)
    #expect(Statistics.detectableDifference(n: 0) == 1)
  }
}
