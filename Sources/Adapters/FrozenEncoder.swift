import Layers

/// The encoder stays as it is, in evaluation mode; the head is trained on its features.
package struct FrozenEncoder: AdapterMethod {
  package static let name = "freeze"
  package static let title = "freeze"
  package static let summary = "train the head alone; the encoder's features are computed once"
  package static let formula = "y = head(f(x)), with f fixed"
  package static let source = "KG_peft's baseline; the pooler is part of the encoder"
  package static let advice = "the floor to compare with, and the cheapest: one pass over the data"
  package static var options: [MethodOption] { [] }
  package static let defaultLearningRate = 1e-3

  package init(_ settings: MethodSettings) {}
  package var settings: MethodSettings { MethodSettings() }

  /// The head; where a model has none of its own, what stands between it and the encoder; where the
  /// output is the word embeddings, a copy of them.
  package func trains(_ name: String, in tree: LayerTree) -> Bool {
    guard tree.head.isEmpty else { return tree.head.contains(name) }
    guard tree.between.isEmpty else { return tree.between.contains(name) }
    return tree.tied[name] != nil
  }

  package func unties(_ name: String, from other: String, in tree: LayerTree) -> Bool {
    trains(name, in: tree)
  }
}
