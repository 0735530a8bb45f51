import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct ModelFolderWriterTests {
  let engine = Engine(threads: 1)

  private func load(_ folder: TemporaryFolder) throws -> any LanguageModel {
    try ModelLoader.load(ModelFolder(DiskFolder(folder.path)), ModelRequest(), on: engine)
  }

  /// The very bytes, so the names, their order and the header are transformers' own.
  @Test(arguments: ["tiny", "tiny-mlm"])
  func writesTheTensorFileThatTransformersWrites(_ name: String) throws {
    let folder = try TemporaryFolder()
    let names = try ModelFolderWriter.write(
      ParityFixture.model(name, on: engine), to: folder.path)
    #expect(names == ["config.json", "model.safetensors"])
    let expected = try Data(
      contentsOf: URL(fileURLWithPath: ParityFixture.path(name + "/model.safetensors")))
    #expect(try folder.data("model.safetensors") == expected)
  }

  @Test func keepsTheConfigurationAndNamesTheHead() throws {
    let folder = try TemporaryFolder()
    var request = ModelRequest()
    (request.head, request.labels) = (.sequenceClassification, ["neg", "pos"])
    _ = try ModelFolderWriter.write(
      ParityFixture.model("tiny-mlm", request, on: engine), to: folder.path)
    let config = try Configuration(file: folder.path("config.json")).json
    let before = try Configuration(file: ParityFixture.path("tiny-mlm/config.json")).json
    #expect(config["architectures"]?[0]?.string == "BertForSequenceClassification")
    #expect(config["id2label"] == .object(["0": .string("neg"), "1": .string("pos")]))
    #expect(config["label2id"] == .object(["neg": .integer(0), "pos": .integer(1)]))
    #expect(config["num_labels"]?.int == 2 && config["dtype"]?.string == "float32")
    for (key, value) in before.object?.pairs ?? [] where key != "architectures" {
      #expect(config[key] == value)
    }
    let back = try load(folder)
    #expect(back.specification.labels == ["neg", "pos"] && back.tree.drawn.isEmpty)
  }

  @Test func halfPrecisionHalvesTheFile() throws {
    let folder = try TemporaryFolder()
    let model = try ParityFixture.model(on: engine)
    _ = try ModelFolderWriter.write(model, to: folder.path, dtype: .f16)
    let file = try SafetensorsFile(folder.path("model.safetensors"))
    #expect(file.names.allSatisfy { file.dtype($0) == .f16 })
    #expect(try Configuration(file: folder.path("config.json")).string("dtype") == "float16")
    let back = try load(folder)
    for (name, parameter) in model.tree.parameters {
      let values = try #require(back.tree[name]).value.values
      for (value, exact) in zip(values, parameter.value.values) {
        // Half a unit in the last of 11 bits, or of the smallest subnormal.
        #expect(abs(value - exact) <= max(abs(exact) * 0x1p-11, 0x1p-25))
      }
    }
  }

  @Test func aBareBodyIsSavedWithoutItsPrefix() throws {
    let folder = try TemporaryFolder()
    var request = ModelRequest()
    request.head = HeadKind.none
    let model = try ParityFixture.model("tiny", request, on: engine)
    _ = try ModelFolderWriter.write(model, to: folder.path)
    let file = try SafetensorsFile(folder.path("model.safetensors"))
    #expect(file.has("embeddings.word_embeddings.weight") && file.has("pooler.dense.bias"))
    #expect(!file.names.contains { $0.hasPrefix("bert.") || $0.hasPrefix("classifier") })
    let back = try load(folder)
    #expect(back.specification.head == .none)
    for (name, parameter) in model.tree.parameters {
      #expect(back.tree[name]?.value.values == parameter.value.values)
    }
  }
}
