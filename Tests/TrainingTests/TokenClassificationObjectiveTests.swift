import Autograd
import Foundation
import Layers
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct TokenClassificationObjectiveTests {
  private func model(_ engine: Engine) throws -> any LanguageModel {
    try Tiny.model(.tokenClassification, labels: ["B-HIGH", "I-HIGH", "O"], on: engine)
  }

  /// −log of a softmax, written out.
  private func loss(_ row: ArraySlice<Float>, _ label: Int32) -> Double {
    let values = row.map(Double.init)
    return log(values.map { exp($0) }.reduce(0, +)) - values[Int(label)]
  }

  @Test func theLossIsTheMeanOverLabelledWords() throws {
    let engine = Engine(threads: 2)
    let model = try model(engine)
    let objective = try Tiny.tagging(Tiny.sentences(5), maxLength: 8)
    let all = Array(0..<5)
    let settings = ShardSettings(tokens: 2048)
    let outputs = try objective.outputs(model, shard: all, settings: settings)
    let words = all.flatMap { sentence in
      objective.sentences.words(sentence).filter { objective.sentences.firstPieces[$0] != nil }
    }
    #expect(words.count < objective.sentences.firstPieces.count, "some words are cut off")
    let expected =
      words.enumerated().map { row, word in
        loss(outputs[3 * row..<3 * row + 3], objective.sentences.classes![word])
      }.reduce(0, +) / Double(words.count)
    let targets = all.map { objective.targets(of: $0, in: .evaluation) }.reduce(0, +)
    #expect(targets == words.count)
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    let taught = try objective.loss(
      model, shard: all, in: .training(seed: 0, epoch: 1), scale: 1 / Float(targets),
      settings: settings, on: tape)
    #expect(abs(Double(taught!.values[0]) - expected) < 1e-5)
    #expect(abs(objective.evaluation(of: outputs).loss! - expected) < 1e-6)
  }

  @Test func wordsBehindTheCutAreTakenForOutside() throws {
    let engine = Engine(threads: 1)
    let objective = try Tiny.tagging(Tiny.sentences(6), maxLength: 5)
    let evaluation = try Scoring.evaluate(try model(engine), on: objective)
    #expect(evaluation.tags.map(\.count) == Tiny.sentences(6).examples.map(\.words.count))
    for tags in evaluation.tags { #expect(tags.dropFirst(3).allSatisfy { $0 == "O" }) }
  }

  @Test func learnsItsToyTask() throws {
    let engine = Engine(threads: 2)
    let adapted = try Tiny.adapted(on: try model(engine))
    let objective = try Tiny.tagging(Tiny.sentences(120))
    var settings = Tiny.settings(5e-3)
    (settings.epochs, settings.batch) = (25, 8)
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings)
    #expect(result.metric == "f1")
    #expect(result.evaluation!.value("f1")! > 0.95, "\(result.evaluation!.values)")
  }
}
