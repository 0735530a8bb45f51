import Autograd
import Checkpoints
import Files
import Layers

/// The trained values of an adapted model, under the names of a PEFT file without its prefix.
package typealias AdapterState = [(name: String, value: Tensor)]

/// A base model with a method on it: a light tree that shares what is not trained.
package final class AdaptedModel {
  package let base: any LanguageModel
  package let method: any AdapterMethod
  /// The tree to run; its trainable parameters belong to this object alone.
  package let model: any LanguageModel

  /// A fresh adapter.
  ///
  /// - Parameters:
  ///   - seed: draws the adapter.
  ///   - redrawsHead: draw anew, from the same seed, the head that the checkpoint lacked.
  package init(
    _ method: any AdapterMethod, on base: any LanguageModel, seed: UInt64,
    redrawsHead: Bool = false
  ) throws(AdapterError) {
    let key = RandomKey(seed: seed)
    let tree = base.tree
    let engine = base.engine
    try Self.checkpoint { () throws(CheckpointError) in
      let copied = tree.parameters.filter { method.trains($0.name, in: tree) }
      try MemoryAllowance.ask(
        engine, for: "a copy of the weights that \(method.name) trains",
        copied.reduce(0) { $0 + $1.parameter.value.count * MemoryLayout<Float>.stride },
        file: "the model")
    }
    let untied = tree.tied.filter { method.unties($0.key, from: $0.value, in: tree) }
    let copies = untied.compactMapValues { tree[$0] }.reduce(into: [String: Parameter]()) {
      let (name, parameter) = $1
      $0[name] =
        method.trains(name, in: tree)
        ? Parameter(parameter.value.copied(kind: .weights), isTrainable: true) : parameter
    }
    model = try Self.checkpoint { () throws(CheckpointError) in
      try base.rebuilt(untying: copies) { name, parameter in
        let trains = method.trains(name, in: tree)
        if redrawsHead, tree.head.contains(name), let initializer = tree.drawn[name] {
          return Parameter(
            initializer.draw(parameter.value.shape, key[name], on: engine), isTrainable: trains)
        }
        return trains
          ? Parameter(parameter.value.copied(kind: .weights), isTrainable: true) : parameter
      }
    }
    try method.attach(to: model, draw: key)
    guard !model.tree.trainable.isEmpty else {
      throw .setting("\(method.name) has nothing to train: this model has no head")
    }
    (self.base, self.method) = (base, method)
  }

  /// The trained values, the tensors themselves.
  package var state: AdapterState {
    model.tree.trainable.map { ($0.name, $0.parameter.value) }
  }

  /// A copy of the trained values.
  package func snapshot() -> AdapterState {
    state.map { ($0.name, $0.value.copied(kind: .weights)) }
  }

  /// Puts trained values back, in place.
  package func restore(_ values: AdapterState) {
    for (parameter, saved) in zip(state, values) {
      precondition(parameter.name == saved.name, "a state of another adapter")
      parameter.value.assign(saved.value)
    }
  }

  /// An adapter with the same values that can be trained without changing this one.
  package func copied() throws(AdapterError) -> AdaptedModel {
    let copy = try AdaptedModel(method, on: base, seed: 0)
    copy.restore(state)
    return copy
  }

  /// A plain model that computes the same.
  package func merged() throws(AdapterError) -> any LanguageModel {
    var weights: [String: Tensor] = [:]
    for (path, layer) in model.tree.linears {
      if let adapter = layer.adapter { weights[path + ".weight"] = adapter.mergedWeight(of: layer) }
    }
    let tree = model.tree
    // An adapter on a tied output leaves the embeddings as they are, so the two part.
    let untied = weights.filter { tree.tied[$0.key] != nil }
      .mapValues { Parameter($0, isTrainable: false) }
    let merged = try Self.checkpoint { () throws(CheckpointError) in
      try model.rebuilt(untying: untied) { name, parameter in
        let value = weights[name] ?? tree[name]?.value ?? parameter.value
        return Parameter(
          parameter.isTrainable ? value.copied(kind: .weights) : value, isTrainable: false)
      }
    }
    merged.tree.settle()
    return merged
  }

  private static func checkpoint<T>(
    _ body: () throws(CheckpointError) -> T
  ) throws(AdapterError) -> T {
    do { return try body() } catch { throw .checkpoint(error) }
  }
}
