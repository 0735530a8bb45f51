import Autograd
import Testing
import Training
import TrainingTestSupport

@Suite struct MaskingTests {
  static let vocabulary = MaskingVocabulary(mask: 3, size: 1000, special: [0, 1, 2, 3])

  private func masks(_ count: Int, length: Int) -> [(ids: [Int32], masking: Masking)] {
    (0..<count).map { example in
      let key = RandomKey(seed: 5)[example]
      let ids = [1] + (0..<length).map { Int32(4 + key.bits($0) % 996) } + [2]
      return (ids, Masking(ids, Self.vocabulary, draw: RandomKey(seed: 9)["masking"][example]))
    }
  }

  /// 200,000 tokens: the standard deviation of the share chosen is 0.0008, of the shares among the
  /// chosen 0.0023; four of them are allowed.
  @Test func proportionsAreThoseOfBERT() {
    let all = masks(1000, length: 200)
    var (chosen, masked, kept) = (0, 0, 0)
    for (ids, masking) in all {
      chosen += masking.positions.count
      for (position, replacement) in zip(masking.positions, masking.replacements) {
        if replacement == 3 { masked += 1 }
        if replacement == ids[position] { kept += 1 }
      }
    }
    #expect(abs(Double(chosen) / 200_000 - 0.15) < 0.0032)
    // One in a thousand random tokens is the mask, or the token that stood there.
    #expect(abs(Double(masked) / Double(chosen) - 0.8001) < 0.0092)
    #expect(abs(Double(kept) / Double(chosen) - 0.1001) < 0.007)
  }

  @Test func specialTokensAreNeverHidden() {
    for (ids, masking) in masks(200, length: 50) {
      #expect(masking.positions.allSatisfy { !Self.vocabulary.special.contains(ids[$0]) })
    }
  }

  @Test func everySequenceWithAWordHasATarget() {
    for (_, masking) in masks(500, length: 1) { #expect(masking.positions == [1]) }
    let empty = Masking([1, 2], Self.vocabulary, draw: RandomKey(seed: 0))
    #expect(empty.positions.isEmpty)
  }

  @Test func epochsHideOtherTokensAndEvaluationsTheSame() throws {
    let objective = try Tiny.masking(40)
    func targets(_ pass: Pass) -> [Int] {
      (0..<40).map { objective.targets(of: $0, in: pass) }
    }
    #expect(targets(.training(seed: 1, epoch: 1)) == targets(.training(seed: 1, epoch: 1)))
    #expect(targets(.training(seed: 1, epoch: 1)) != targets(.training(seed: 1, epoch: 2)))
    #expect(targets(.training(seed: 1, epoch: 1)) != targets(.training(seed: 2, epoch: 1)))
    #expect(targets(.evaluation) == targets(.evaluation))
  }
}
