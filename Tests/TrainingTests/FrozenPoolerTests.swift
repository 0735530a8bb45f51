import Adapters
import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import Models
import Testing
import Training
import TrainingTestSupport

@Suite struct FrozenPoolerTests {
  /// A pooler that came with the checkpoint belongs to the encoder: the cached features are what it
  /// is given, and the classifier alone is trained.
  @Test func poolerOfTheCheckpointStaysAsItIs() throws {
    let engine = Engine(threads: 1)
    let folder = FileManager.default.temporaryDirectory.path + "/pooler-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    _ = try ModelFolderWriter.write(Tiny.model(dropout: 0.1, on: engine), to: folder)
    var request = ModelRequest()
    request.head = .sequenceClassification
    let base = try ModelLoader.load(ModelFolder(DiskFolder(folder)), request, on: engine)
    #expect(base.tree.between == ["bert.pooler.dense.weight", "bert.pooler.dense.bias"])
    let adapted = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
    #expect(adapted.model.tree.trainable.map(\.name) == ["classifier.weight", "classifier.bias"])
    #expect(adapted.model.encoderIsFrozen)
    let objective = try Tiny.objective(24)
    let before = try Scoring.evaluate(adapted.model, on: objective)
    var settings = Tiny.settings(1e-2)
    settings.epochs = 10
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings)
    let after = try #require(result.evaluation)
    #expect(try #require(after.loss) < #require(before.loss))
    // The encoder ran without dropout, and the head is scored without it: as a model of its own.
    let merged = try Scoring.evaluate(adapted.merged(), on: objective)
    for (a, b) in zip(merged.logits, after.logits) { #expect(abs(a - b) < 1e-5) }
  }
}
