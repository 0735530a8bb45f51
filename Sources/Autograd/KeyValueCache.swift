/// Keys and values of one sequence's tokens, layer by layer, for generation.
package final class KeyValueCache {
  package let layers: Int
  package let keyValueHeads: Int
  package let size: Int  // of a head
  package let capacity: Int
  /// How many tokens every layer holds.
  package private(set) var length = 0
  let keys: [Tensor]  // of each layer, [keyValueHeads, capacity, size]
  let values: [Tensor]  // the same
  private let engine: Engine

  package init(layers: Int, keyValueHeads: Int, size: Int, capacity: Int, on engine: Engine) {
    precondition(
      layers > 0 && keyValueHeads > 0 && size > 0 && capacity > 0,
      "a cache of \(layers) layers, \(keyValueHeads) heads of \(size), \(capacity) tokens")
    (self.layers, self.keyValueHeads, self.size) = (layers, keyValueHeads, size)
    (self.capacity, self.engine) = (capacity, engine)
    func tensors() -> [Tensor] {
      (0..<layers).map { _ in
        Tensor(shape: [keyValueHeads, capacity, size], on: engine, isKept: true)
      }
    }
    (keys, values) = (tensors(), tensors())
  }

  /// The bytes that a cache takes, for a look at the memory before one is made.
  package static func bytes(layers: Int, keyValueHeads: Int, size: Int, capacity: Int) -> Int {
    [layers, keyValueHeads, size, capacity].reduce(2 * MemoryLayout<Float>.stride) {
      let (product, overflow) = $0.multipliedReportingOverflow(by: $1)
      return overflow ? Int.max : product
    }
  }

  /// Places the keys and values of new tokens after those held; `advance` makes them count.
  ///
  /// - Parameter keys, values: [new tokens, keyValueHeads · size]
  package func append(layer: Int, keys: Tensor, values: Tensor) {
    let (new, columns) = keys.matrixShape
    precondition(
      columns == keyValueHeads * size && values.shape == keys.shape,
      "cache: keys \(keys.shape), values \(values.shape)")
    precondition(length + new <= capacity, "cache: \(new) tokens after \(length) of \(capacity)")
    for (source, target) in [(keys, self.keys[layer]), (values, self.values[layer])] {
      engine.forRows(new, columns: columns) { first, n in
        for row in first..<first + n {
          for head in 0..<keyValueHeads {
            (target.pointer + (head * capacity + length + row) * size).update(
              from: source.pointer + row * columns + head * size, count: size)
          }
        }
      }
    }
  }

  /// Counts tokens whose keys and values every layer has got.
  package func advance(by count: Int) {
    precondition(count >= 0 && length + count <= capacity, "cache: \(count) after \(length)")
    length += count
  }

  /// Forgets the tokens from `length` on.
  package func truncate(to length: Int) {
    precondition(length >= 0 && length <= self.length, "cache: \(length) of \(self.length)")
    self.length = length
  }
}
