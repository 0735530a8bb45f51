import Adapters
import Autograd
import Layers
import Testing
import Training
import TrainingTestSupport

/// The loss of packed sequences is that of each by itself, without a pad position anywhere; against
/// transformers' padded batches the losses are compared in `AdaptersTests/ParityTests`.
@Suite struct PackedLossTests {
  enum Kind: String, CaseIterable {
    case classes, spans, tags, masks, answers

    func make(_ engine: Engine) throws -> (any LanguageModel, any Objective) {
      switch self {
      case .classes: (try Tiny.model(on: engine), try Tiny.objective(40))
      case .spans:
        (try Tiny.model(.questionAnswering, on: engine), try Tiny.answering(Tiny.questions(40)))
      case .tags:
        (
          try Tiny.model(.tokenClassification, labels: ["B-HIGH", "I-HIGH", "O"], on: engine),
          try Tiny.tagging(Tiny.sentences(40))
        )
      case .masks:
        (try Tiny.model(.maskedLanguageModelling, on: engine), try Tiny.masking(40))
      case .answers:
        (
          try TinyDecoder.model(on: engine),
          GenerativeAnswerObjective(try TinyDecoder.answers(TinyDecoder.questions(40)))
        )
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func equalsThatOfEachAlone(_ kind: Kind) throws {
    let engine = Engine(threads: 2)
    let (base, objective) = try kind.make(engine)
    let model = try Tiny.adapted(on: base).model
    let pass = Pass.training(seed: 0, epoch: 1)
    let settings = ShardSettings(tokens: 2048)
    func loss(_ examples: [Int], of count: Int) throws -> Float {
      let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
      return try objective.loss(
        model, shard: examples, in: pass, scale: 1 / Float(count), settings: settings, on: tape
      )?.values[0] ?? 0
    }
    let examples = objective.trained ?? Array(0..<objective.count)
    let targets = examples.reduce(0) { $0 + objective.targets(of: $1, in: pass) }
    let packed = try loss(examples, of: targets)
    let alone = try examples.reduce(0) { $0 + Double(try loss([$1], of: targets)) }
    #expect(abs(Double(packed) - alone) < 1e-5, "\(packed) and \(alone)")
    #expect(packed > 0.1)
  }
}
