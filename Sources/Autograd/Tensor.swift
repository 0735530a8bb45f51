/// A dense row-major array of single-precision numbers.
///
/// A tensor made by an operation on a tape knows what produced it; one without a tape belongs to
/// evaluation, and nothing about it is recorded.
package final class Tensor {
  package let shape: [Int]
  package let engine: Engine
  var storage: Storage
  /// The tape operations on this tensor are recorded on; nil in evaluation.
  package var tape: Tape?
  /// What produced it, when a gradient flows there.
  let node: Node?
  /// The trainable parameter whose value this is.
  weak var parameter: Parameter?
  /// Made without a tape from a trainable parameter: mixing it into a taped operation would
  /// silently stop the parameter's gradient.
  let isUntracked: Bool
  /// Squared row norms, kept by `lowRankRowNorms` for weights that do not change.
  var squaredRowNorms: [Double]?

  package var count: Int { storage.count }
  package var pointer: UnsafeMutablePointer<Float> { storage.pointer }

  init(
    storage: Storage, shape: [Int], on engine: Engine, tape: Tape? = nil, node: Node? = nil,
    isUntracked: Bool = false
  ) {
    (self.storage, self.shape, self.engine) = (storage, shape, engine)
    (self.tape, self.node, self.isUntracked) = (tape, node, isUntracked)
  }

  /// Uninitialised.
  ///
  /// - Parameter isKept: activations that outlive their shard take no more memory than they need.
  package convenience init(
    shape: [Int], on engine: Engine, kind: MemoryAccount.Kind = .activations, isKept: Bool = false
  ) {
    let storage = Storage(shape.reduce(1, *), engine, kind, isKept: isKept)
    self.init(storage: storage, shape: shape, on: engine)
  }

  package convenience init(
    zeros shape: [Int], on engine: Engine, kind: MemoryAccount.Kind = .activations
  ) {
    self.init(shape: shape, on: engine, kind: kind)
    engine.forElements(count) { start, n in (pointer + start).update(repeating: 0, count: n) }
  }

  package convenience init(
    _ values: [Float], shape: [Int], on engine: Engine,
    kind: MemoryAccount.Kind = .activations
  ) {
    precondition(
      values.count == shape.reduce(1, *), "\(values.count) values for the shape \(shape)")
    self.init(shape: shape, on: engine, kind: kind)
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { pointer.update(from: start, count: values.count) }
    }
  }

  /// A copy of the numbers.
  package var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// The same numbers in new memory: no tape, no gradient.
  package func copied(kind: MemoryAccount.Kind) -> Tensor {
    let copy = Tensor(shape: shape, on: engine, kind: kind)
    copy.fill(from: pointer)
    return copy
  }

  /// Overwrites the numbers.
  package func assign(_ other: Tensor) {
    precondition(shape == other.shape, "assign: \(other.shape) to \(shape)")
    if engine.isRehearsal { return }
    fill(from: other.pointer)
    squaredRowNorms = nil
  }

  /// By all workers: most of the time goes into pages that are touched for the first time.
  private func fill(from source: UnsafeMutablePointer<Float>) {
    engine.forElements(count) { start, n in
      (pointer + start).update(from: source + start, count: n)
    }
  }

  /// Counts the memory as another kind from now on.
  package func count(as kind: MemoryAccount.Kind) { storage.move(to: kind) }

  /// The same memory with a tape attached and no gradient below it; a trainable parameter's value
  /// stays the parameter's.
  package func on(_ tape: Tape?) -> Tensor {
    let alias = Tensor(storage: storage, shape: shape, on: engine, tape: tape)
    alias.parameter = parameter
    return alias
  }

  /// Whether a gradient would go anywhere from here.
  var wantsGradient: Bool { node != nil || parameter != nil }
}

/// A weight of a model, trained or not.
///
/// Operations called with a trainable parameter's `value` add to its `gradient`.
package final class Parameter {
  package let value: Tensor
  package let isTrainable: Bool
  /// Σ of what the tapes have added, in that order; nil before the first.
  package var gradient: Tensor?

  package init(_ value: Tensor, isTrainable: Bool) {
    (self.value, self.isTrainable) = (value, isTrainable)
    guard isTrainable else { return }
    precondition(value.parameter == nil, "a tensor trained by two parameters")
    value.parameter = self
  }
}
