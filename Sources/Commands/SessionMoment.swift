import Language
import Notebooks

/// A binding, for as long as somebody else holds it.
struct WeakBinding {
  weak var binding: Binding?
}

/// Going back: a sitting keeps what names meant after each of its cells.
extension Session: SteppingEvaluator {
  package var moment: Moment {
    let (bindings, writers, parameters) = (bindings, writers, parameters)
    let settings = settings
    return Moment { [unowned self] in
      (self.bindings, self.writers, self.parameters) = (bindings, writers, parameters)
      // A setting is a cell like others, and undone with it.
      self.settings = settings
    }
  }

  /// Objects that no name stands for may be as large as models, and can be made again.
  package func settle() {
    held.removeAll { $0.binding == nil }
    for case let binding? in held.map(\.binding)
    where !bindings.contains(where: { $0.binding === binding }) {
      binding.release()
    }
  }

  func hold(_ binding: Binding) {
    held.removeAll { $0.binding == nil }
    held.append(WeakBinding(binding: binding))
  }

  /// An object of a version that is there already.
  func made(_ key: String) -> SessionObject? {
    guard !key.isEmpty else { return nil }
    for case let binding? in held.map(\.binding) where binding.version.key == key {
      if let object = binding.object { return object }
    }
    return nil
  }
}
