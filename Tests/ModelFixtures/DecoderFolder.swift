import Autograd
import Checkpoints
import Files
import Layers
import Models

/// A tiny decoder's files, to be changed and loaded again.
package struct DecoderFolder {
  package let tensors: [(String, Tensor)]
  package let configuration: JSONObject
  private let engine: Engine

  package init(_ name: String, on engine: Engine) throws {
    let file = try SafetensorsFile(DecoderFixture.path(name + "/model.safetensors"))
    tensors = try file.names.map { ($0, try file.tensor($0, on: engine)) }
    let config = try FileBytes(mapping: DecoderFixture.path(name + "/config.json"))
    configuration = try JSON.parse(config).object ?? [:]
    self.engine = engine
  }

  /// Writes the folder with what is given exchanged, and loads it.
  package func load(
    _ tensors: [(String, Tensor)]? = nil, configuration: JSONObject? = nil,
    request: ModelRequest = ModelRequest(), in folder: TemporaryFolder? = nil
  ) throws -> any LanguageModel {
    let folder = try folder ?? TemporaryFolder()
    try folder.put(.object(configuration ?? self.configuration), "config.json")
    if !request.initialize { try folder.put(tensors ?? self.tensors, "model.safetensors") }
    return try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path), needsTensors: !request.initialize), request, on: engine)
  }
}

extension LanguageModel {
  /// Logits of every token of the decoders' sequences.
  package func decoderLogits() throws -> [Float] {
    let inputs = try DecoderInputs()
    return logits(encode(inputs.batch(inputs.all), on: nil)).values
  }
}
