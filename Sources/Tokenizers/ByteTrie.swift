/// A map from byte strings to numbers that finds the longest key at a position.
///
/// Edges stand in one open hash table keyed by node and byte.
struct ByteTrie: Sendable {
  static let root: Int32 = 0
  private static let empty: UInt64 = .max

  /// node << 8 | byte, and the child it leads to.
  private var keys = [UInt64](repeating: Self.empty, count: 1024)
  private var children = [Int32](repeating: 0, count: 1024)
  /// By node: the number of the key that ends there, or -1.
  private var values: [Int32] = [-1]

  /// Sets the value of a key; a value set earlier is replaced.
  mutating func insert(_ key: some Sequence<UInt8>, _ value: Int32) {
    var node = Self.root
    for byte in key {
      if let child = child(of: node, byte) {
        node = child
      } else {
        let child = Int32(values.count)
        values.append(-1)
        addEdge(Self.edge(node, byte), child)
        node = child
      }
    }
    values[Int(node)] = value
  }

  func value(of key: some Sequence<UInt8>) -> Int32? {
    node(after: key).flatMap { values[Int($0)] < 0 ? nil : values[Int($0)] }
  }

  /// The node that a key leads to, whether or not a value stands there.
  func node(after key: some Sequence<UInt8>) -> Int32? {
    var node = Self.root
    for byte in key {
      guard let child = child(of: node, byte) else { return nil }
      node = child
    }
    return node
  }

  /// The longest key that starts at `start`, read on from a node; its end and value.
  func longest(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, at first: Int32 = Self.root
  ) -> (end: Int, value: Int32)? {
    var node = first
    var best: (end: Int, value: Int32)?
    var i = start
    while i < bytes.count, let child = child(of: node, bytes[i]) {
      node = child
      i += 1
      let value = values[Int(node)]
      if value >= 0 { best = (i, value) }
    }
    return best
  }

  /// The end and value of each key that starts at `start`, the shortest first.
  func forEachPrefix(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Int, Int32) -> Void
  ) {
    var node = Self.root
    var i = start
    while i < bytes.count, let child = child(of: node, bytes[i]) {
      node = child
      i += 1
      if values[Int(node)] >= 0 { body(i, values[Int(node)]) }
    }
  }

  @inline(__always)
  private static func edge(_ node: Int32, _ byte: UInt8) -> UInt64 {
    UInt64(node) << 8 | UInt64(byte)
  }

  @inline(__always)
  private static func hash(_ edge: UInt64) -> Int {
    Int(truncatingIfNeeded: (edge &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  @inline(__always)
  private func child(of node: Int32, _ byte: UInt8) -> Int32? {
    let edge = Self.edge(node, byte)
    var slot = Self.hash(edge) & (keys.count - 1)
    while keys[slot] != edge {
      if keys[slot] == Self.empty { return nil }
      slot = (slot + 1) & (keys.count - 1)
    }
    return children[slot]
  }

  private mutating func addEdge(_ edge: UInt64, _ child: Int32) {
    if values.count * 2 > keys.count { grow() }
    place(edge, child)
  }

  private mutating func place(_ edge: UInt64, _ child: Int32) {
    var slot = Self.hash(edge) & (keys.count - 1)
    while keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = edge
    children[slot] = child
  }

  private mutating func grow() {
    let (oldKeys, oldChildren) = (keys, children)
    keys = [UInt64](repeating: Self.empty, count: 2 * oldKeys.count)
    children = [Int32](repeating: 0, count: keys.count)
    for (slot, edge) in oldKeys.enumerated() where edge != Self.empty {
      place(edge, oldChildren[slot])
    }
  }
}
