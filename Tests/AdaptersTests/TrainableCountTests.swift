import Adapters
import Autograd
import Checkpoints
import Files
import Layers
import Models
import Testing

/// The shapes of bert-base-uncased with two labels, weights drawn from a seed.
@Suite struct TrainableCountTests {
  @Test func countsAreThoseOfPEFT() throws {
    let configuration: JSON = .object([
      "model_type": .string("bert"), "vocab_size": .integer(30522), "hidden_size": .integer(768),
      "num_hidden_layers": .integer(12), "num_attention_heads": .integer(12),
      "intermediate_size": .integer(3072),
    ])
    let folder = EmbeddedFolder(
      path: "test:bert-base",
      files: [
        "config.json": FileBytes(
          label: "config.json", bytes: Array(configuration.serialized().utf8))
      ])
    var request = ModelRequest()
    (request.head, request.initialize) = (.sequenceClassification, true)
    let base = try ModelLoader.load(
      ModelFolder(folder, needsTensors: false), request, on: Engine(threads: 2))
    #expect(base.tree.parameterCount == 109_483_778)

    func count(_ method: any AdapterMethod) throws -> Int {
      try AdaptedModel(method, on: base, seed: 0).model.tree.trainableCount
    }
    func settings(_ rank: Int) -> MethodSettings {
      var settings = MethodSettings()
      settings.rank = rank
      return settings
    }
    #expect(try count(FrozenEncoder(MethodSettings())) == 1538)
    #expect(try count(LoRA(settings(4))) == 148_994)
    #expect(try count(LoRA(settings(8))) == 296_450)
    #expect(try count(LoRA(settings(16))) == 591_362)
    #expect(try count(DoRA(settings(8))) == 314_882)
  }
}
