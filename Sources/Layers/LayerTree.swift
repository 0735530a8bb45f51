import Autograd

/// What a model is made of, by checkpoint names and in the order of construction.
package final class LayerTree {
  /// Every parameter once, under the name it has in a Hugging Face checkpoint.
  package private(set) var parameters: [(name: String, parameter: Parameter)] = []
  /// The sockets for adapters, by module path.
  package internal(set) var linears: [(path: String, layer: Linear)] = []
  /// Names of the parameters that every method trains: the head, and what was drawn beside it.
  package internal(set) var head: Set<String> = []
  /// Names of what stands between body and head and came with the checkpoint.
  package internal(set) var between: Set<String> = []
  /// What the checkpoint lacked and the seed gave.
  package internal(set) var drawn: [String: Initializer] = [:]
  /// Names of the matrices that files hold as [in, out]: GPT-2's Conv1D.
  package internal(set) var transposed: Set<String> = []
  /// The path of the layer that makes logits over the vocabulary.
  package internal(set) var outputEmbedding: String?
  /// Weights that are another parameter of the tree, by their names and its: a tied output
  /// embedding. They are not among the parameters.
  package internal(set) var tied: [String: String] = [:]
  private var index: [String: Int] = [:]

  package init() {}

  package subscript(_ name: String) -> Parameter? {
    index[name].map { parameters[$0].parameter }
  }

  package func linear(_ path: String) -> Linear? {
    linears.first { $0.path == path }?.layer
  }

  /// The parameters that training changes, adapters' own after the tree's.
  package var trainable: [(name: String, parameter: Parameter)] {
    var found = parameters.filter { $0.parameter.isTrainable }
    for (path, layer) in linears {
      guard let adapter = layer.adapter else { continue }
      for (name, parameter) in adapter.parameters where parameter.isTrainable {
        found.append((path + "." + name, parameter))
      }
    }
    return found
  }

  /// Number of weights of the tree itself, adapters not counted.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.value.count } }

  /// Number of weights that training changes.
  package var trainableCount: Int { trainable.reduce(0) { $0 + $1.parameter.value.count } }

  /// Forgets that weights were drawn: they have been trained since.
  package func settle() { drawn = [:] }

  func add(_ name: String, _ parameter: Parameter, _ role: ParameterRole) {
    if role == .head { head.insert(name) }
    if role == .between { between.insert(name) }
    guard index[name] == nil else { return }
    index[name] = parameters.count
    parameters.append((name, parameter))
  }
}
