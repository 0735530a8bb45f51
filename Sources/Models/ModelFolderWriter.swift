import Autograd
import Checkpoints
import Files
import Layers

/// Writes models as Hugging Face model folders.
///
/// Source: transformers `save_pretrained`: the keys of `config.json` and the names of the tensors.
package enum ModelFolderWriter {
  /// Writes `config.json` and `model.safetensors` into an existing folder.
  ///
  /// - Parameter dtype: F16 or BF16 halve the file.
  /// - Returns: the names of the files written.
  package static func write(
    _ model: any LanguageModel, to folder: String, dtype: DType = .f32
  ) throws(CheckpointError) -> [String] {
    let tree = model.tree
    precondition(
      tree.linears.allSatisfy { $0.layer.adapter == nil }, "a model with adapters is merged first")
    try SafetensorsWriter.write(
      tree.parameters.map { (model.savedName($0.name), $0.parameter.value) }, dtype: dtype,
      metadata: ["format": "pt"], to: folder + "/" + ModelFolder.weightsFile)
    let text = configuration(of: model, dtype: dtype).serialized(
      indent: 2, sortedKeys: true, asciiOnly: true)
    do {
      try AtomicFile.write(text + "\n", to: folder + "/" + ModelFolder.configurationFile)
    } catch { throw .file(error) }
    return [ModelFolder.configurationFile, ModelFolder.weightsFile]
  }

  /// What was read, with the head, the labels and the element type as they are now.
  private static func configuration(of model: any LanguageModel, dtype: DType) -> JSON {
    let specification = model.specification
    var object = specification.configuration.object ?? [:]
    let names: [DType: String] = [.f32: "float32", .f16: "float16", .bf16: "bfloat16"]
    object["torch_dtype"] = nil
    object["dtype"] = names[dtype].map { .string($0) }
    guard specification.head.hasLabels else { return .object(object) }
    let labels = specification.labels
    object["id2label"] = .object(
      JSONObject(labels.enumerated().map { ("\($0.offset)", .string($0.element)) }))
    object["label2id"] = .object(
      JSONObject(labels.enumerated().map { ($0.element, .integer($0.offset)) }))
    object["num_labels"] = .integer(labels.count)
    if specification.head == .sequenceClassification {
      object["problem_type"] = .string("single_label_classification")
    }
    return .object(object)
  }
}
