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
  /// The tree to run; its trainable parameters belong to this object alone, unless it shares them.
  package let model: any LanguageModel
  /// Whether the base's weights that the method trains are still the base's own.
  private let sharesValues: Bool

  /// A fresh adapter.
  ///
  /// - Parameters:
  ///   - seed: draws the adapter.
  ///   - redrawsHead: draw anew, from the same seed, the head that the checkpoint lacked.
  ///   - sharesValues: hold no copy of the base's weights; only a copy of the adapter is trained
  ///     then.
  package init(
    _ method: any AdapterMethod, on base: any LanguageModel, seed: UInt64,
    redrawsHead: Bool = false, sharesValues: Bool = false
  ) throws(AdapterError) {
    func owned(_ parameter: Parameter) -> Parameter {
      let value = parameter.value
      return Parameter(
        sharesValues ? value.on(nil) : value.copied(kind: .weights), isTrainable: true)
    }
    let key = RandomKey(seed: seed)
    let tree = base.tree
    let engine = base.engine
    try Self.checkpoint { () throws(CheckpointError) in
      let copied = sharesValues ? [] : tree.parameters.filter { method.trains($0.name, in: tree) }
      try MemoryAllowance.ask(
        engine, for: "a copy of the weights that \(method.name) trains",
        copied.reduce(0) { $0 + $1.parameter.value.count * MemoryLayout<Float>.stride },
        file: "the model")
    }
    let untied = tree.tied.filter { method.unties($0.key, from: $0.value, in: tree) }
    let copies = untied.compactMapValues { tree[$0] }.reduce(into: [String: Parameter]()) {
      let (name, parameter) = $1
      $0[name] =
        method.trains(name, in: tree) ? owned(parameter) : parameter
    }
    model = try Self.checkpoint { () throws(CheckpointError) in
      try base.rebuilt(untying: copies) { name, parameter in
        let trains = method.trains(name, in: tree)
        if redrawsHead, tree.head.contains(name), let initializer = tree.drawn[name] {
          return Parameter(
            initializer.draw(parameter.value.shape, key[name], on: engine), isTrainable: trains)
        }
        return trains ? owned(parameter) : parameter
      }
    }
    try method.attach(to: model, draw: key)
    // What was drawn or copied last may have been given up half way.
    if engine.interrupt.isRequested { throw .checkpoint(.interrupted) }
    guard !model.tree.trainable.isEmpty else {
      throw .setting("\(method.name) has nothing to train: this model has no head")
    }
    (self.base, self.method, self.sharesValues) = (base, method, sharesValues)
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
    precondition(!sharesValues, "the base's weights are not the adapter's to change")
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
