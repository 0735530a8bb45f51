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
  /// Before every tensor's name in the base model.
  package static let prefix = "base_model.model."

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
      let adapted = try put(method, from: path, on: base)
      try fill(adapted, from: file, keepsHead: !configuration.savesHead)
      return adapted
    }
    throw .unknownMethod(configuration.json["peft_type"]?.string ?? "none", file: path)
  }

  /// What is wrong with a setting of the file is said of the file.
  private static func put(
    _ method: any AdapterMethod, from path: String, on base: any LanguageModel
  ) throws(AdapterError) -> AdaptedModel {
    do throws(AdapterError) { return try AdaptedModel(method, on: base, seed: 0) } catch {
      switch error {
      case .noTarget, .badPattern, .slowPattern, .setting:
        throw .wrongSetting(error.description, file: path)
      default: throw error
      }
    }
  }

  /// Every trained tensor must be in the file, and nothing else may be.
  ///
  /// - Parameter keepsHead: the file says that it holds no head, so one that came with the base
  ///   stays as it is.
  private static func fill(
    _ adapted: AdaptedModel, from file: SafetensorsFile, keepsHead: Bool
  ) throws(AdapterError) {
    let tree = adapted.base.tree
    var unused = Set(file.names)
    for (ownName, value) in adapted.state {
      let name = prefix + adapted.model.savedName(ownName)
      let isTransposed = tree.transposed.contains(ownName)
      let expected = isTransposed ? value.shape.reversed() : value.shape
      guard unused.remove(name) != nil else {
        let hasOwn = tree.head.contains(ownName) && tree.drawn[ownName] == nil
        if keepsHead, hasOwn { continue }
        throw .missingTensor(
          name: name, shape: expected, file: file.path,
          others: unused.filter { file.shape($0) == expected }.sorted())
      }
      guard let shape = file.shape(name), shape == expected else {
        throw .shapeMismatch(
          name: name, expected: expected, found: file.shape(name) ?? [], file: file.path)
      }
      do {
        value.assign(try file.tensor(name, isTransposed: isTransposed, on: value.engine))
      } catch { throw .checkpoint(error) }
    }
    for name in unused.sorted() where try holdsBaseWeight(name, of: adapted.model, file) {
      unused.remove(name)
    }
    guard unused.isEmpty else {
      throw .unexpectedTensors(names: unused.sorted(), file: file.path)
    }
  }

  /// Whether a tensor of the file is a weight of the base that the adapter does not train: PEFT
  /// adds the embeddings where it adapts the output.
  ///
  /// - Throws: `otherBase` when the base at hand has other numbers there.
  private static func holdsBaseWeight(
    _ name: String, of model: any LanguageModel, _ file: SafetensorsFile
  ) throws(AdapterError) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let saved = String(name.dropFirst(prefix.count)).replacing(".base_layer.", with: ".")
    let tree = model.tree
    let names = tree.parameters.map(\.name) + tree.tied.keys
    guard let own = names.first(where: { model.savedName($0) == saved }),
      let parameter = tree[tree.tied[own] ?? own], !parameter.isTrainable
    else { return false }
    let isTransposed = tree.transposed.contains(own)
    let expected = isTransposed ? parameter.value.shape.reversed() : parameter.value.shape
    guard let shape = file.shape(name), shape == expected else {
      throw .shapeMismatch(
        name: name, expected: expected, found: file.shape(name) ?? [], file: file.path)
    }
    let found: Tensor
    do {
      found = try file.tensor(name, isTransposed: isTransposed, on: parameter.value.engine)
    } catch { throw .checkpoint(error) }
    guard found.isEqual(to: parameter.value) else { throw .otherBase(name: name, file: file.path) }
    return true
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
    let model = adapted.model
    do {
      try SafetensorsWriter.write(
        adapted.state.map { (prefix + model.savedName($0.name), $0.value) },
        transposed: Set(model.tree.transposed.map { prefix + model.savedName($0) }), dtype: dtype,
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

extension Configuration {
  /// Whether an adapter file should hold the head too: PEFT's task types and `modules_to_save` say.
  fileprivate var savesHead: Bool {
    let whole = ["SEQ_CLS", "TOKEN_CLS", "QUESTION_ANS"]
    return whole.contains(json["task_type"]?.string ?? "")
      || !(json["modules_to_save"]?.array ?? []).isEmpty
  }
}
