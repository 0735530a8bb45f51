import Autograd
import Checkpoints
import Layers

/// Writes models as Hugging Face model folders.
package enum ModelFolderWriter {
  /// Writes `config.json` and `model.safetensors` into an existing folder, under the names that
  /// transformers gives them.
  ///
  /// - Parameter dtype: F16 or BF16 halve the file.
  /// - Returns: the names of the files written.
  package static func write(
    _ model: any LanguageModel, to folder: String, dtype: DType = .f32
  ) throws(CheckpointError) -> [String] {
    let (tree, specification) = (model.tree, model.specification)
    precondition(
      tree.linears.allSatisfy { $0.layer.adapter == nil }, "a model with adapters is merged first")
    var configuration = specification.configuration
    if specification.head.hasLabels {
      configuration = configuration.naming(labels: specification.labels)
    }
    if specification.head == .questionAnswering {
      // transformers sizes `qa_outputs` by the number of labels, two unless they say otherwise.
      for key in ["id2label", "label2id", "num_labels"] {
        configuration = configuration.setting(key, nil)
      }
    }
    if specification.head == .sequenceClassification {
      configuration = configuration.setting(
        "problem_type", .string("single_label_classification"))
    }
    return try ModelFolder.write(
      tree.parameters.map { (model.savedName($0.name), $0.parameter.value) },
      transposed: Set(tree.transposed.map(model.savedName)), configuration, dtype: dtype,
      to: folder)
  }
}
