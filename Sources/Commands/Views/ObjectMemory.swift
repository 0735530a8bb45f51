import Adapters
import Autograd
import Layers
import Tasks

/// What an object holds in memory that no other object holds.
extension SessionObject {
  /// Bytes of its tensors, or of its texts; nil where nobody counts them.
  var bytes: Int? {
    switch self {
    case .tokenizer: nil
    case .model(let object): object.model.tree.tensors.reduce(0) { $0 + 4 * $1.count }
    case .adapter(let object): object.ownBytes
    case .dataset(let object):
      object.dataset.examples.reduce(0) {
        $0 + $1.text.utf8.count + ($1.pair?.utf8.count ?? 0)
      }
    case .table(let object): object.rows.reduce(0) { $0 + ($1.adapter?.ownBytes ?? 0) }
    }
  }
}

extension AdapterObject {
  /// Bytes of the tensors that the base does not have.
  fileprivate var ownBytes: Int {
    let shared = Set(base.model.tree.tensors.map(\.pointer))
    return adapted.model.tree.tensors.reduce(0) {
      $0 + (shared.contains($1.pointer) ? 0 : 4 * $1.count)
    }
  }
}

extension LayerTree {
  /// Those of the tree and of the adapters in it.
  fileprivate var tensors: [Tensor] {
    parameters.map(\.parameter.value)
      + linears.flatMap { $0.layer.adapter?.parameters.map(\.parameter.value) ?? [] }
  }
}
