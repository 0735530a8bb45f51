import Autograd
import Checkpoints
import Files
import Layers

/// PEFT folders: `adapter_config.json` and `adapter_model.safetensors`.
///
/// Source: PEFT `utils/save_and_load.py`.
package enum AdapterFolder {
  package static let configurationFile = "adapter_config.json"
  package static let weightsFile = "adapter_model.safetensors"
  private static let prefix = "base_model.model."

  /// Reads a saved adapter and puts it on a base model; the base's name in the file is a note, the
  /// module names and shapes decide.
  package static func load(
    _ folder: String, on base: any LanguageModel
  ) throws(AdapterError) -> AdaptedModel {
    let path = folder + "/" + configurationFile
    let configuration: Configuration
    let file: SafetensorsFile
    do {
      configuration = try Configuration(file: path)
      file = try SafetensorsFile(folder + "/" + weightsFile)
    } catch { throw .checkpoint(error) }
    for type in adapterMethods {
      guard let method = try type.read(configuration) else { continue }
      let adapted = try AdaptedModel(method, on: base, seed: 0)
      try fill(adapted, from: file)
      return adapted
    }
    throw .unknownMethod(configuration.json["peft_type"]?.string ?? "none", file: path)
  }

  /// Every trained tensor must be in the file, and nothing else may be.
  private static func fill(
    _ adapted: AdaptedModel, from file: SafetensorsFile
  ) throws(AdapterError) {
    var unused = Set(file.names)
    for (name, value) in adapted.state {
      guard unused.remove(prefix + name) != nil else {
        throw .missingTensor(name: prefix + name, file: file.path)
      }
      let found: Tensor
      do {
        found = try file.tensor(prefix + name, on: value.engine)
      } catch { throw .checkpoint(error) }
      guard found.shape == value.shape else {
        throw .shapeMismatch(
          name: prefix + name, expected: value.shape, found: found.shape, file: file.path)
      }
      value.assign(found)
    }
    guard unused.isEmpty else {
      throw .unexpectedTensors(names: unused.sorted(), file: file.path)
    }
  }

  /// Writes the adapter's files into an existing folder.
  ///
  /// - Returns: the names of the files written, or nil when the method is saved as a whole model.
  package static func save(
    _ adapted: AdaptedModel, to folder: String, baseName: String, dtype: DType = .f32
  ) throws(AdapterError) -> [String]? {
    guard
      let configuration = adapted.method.configuration(for: adapted.model, baseName: baseName)
    else { return nil }
    do {
      try SafetensorsWriter.write(
        adapted.state.map { (prefix + $0.name, $0.value) }, dtype: dtype,
        metadata: ["format": "pt"], to: folder + "/" + weightsFile)
    } catch { throw .checkpoint(error) }
    do {
      try AtomicFile.write(
        configuration.serialized(indent: 2, sortedKeys: true, asciiOnly: true),
        to: folder + "/" + configurationFile)
    } catch { throw .file(error) }
    return [configurationFile, weightsFile]
  }
}
