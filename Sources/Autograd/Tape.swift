/// One operation that a gradient flows through. Nodes point to what they were made from, never to
/// their output, so that dropping the last tensor of a graph frees all of it.
final class Node {
  /// Given the gradient of the output, and which inputs want one, those of the inputs.
  typealias Backward = (_ dy: Tensor, _ wants: [Bool]) -> [Tensor?]

  enum Source {
    case none
    case node(Node)
    case parameter(Parameter)
  }

  let name: StaticString
  let sequence: Int
  var sources: [Source]
  var backward: Backward?
  var gradient: Tensor?

  init(_ name: StaticString, _ sequence: Int, _ sources: [Source], _ backward: @escaping Backward) {
    (self.name, self.sequence) = (name, sequence)
    (self.sources, self.backward) = (sources, backward)
  }
}

/// A recording of one shard's forward pass.
package final class Tape {
  /// Keys dropout: holds seed, step and shard already.
  package let key: RandomKey
  package let engine: Engine
  private var recorded = 0

  package init(dropout key: RandomKey, on engine: Engine) {
    (self.key, self.engine) = (key, engine)
  }

  /// Notes how the gradient of an operation's output turns into those of its inputs.
  ///
  /// Nothing is noted when no input carries a tape, or none wants a gradient; then the closure is
  /// dropped, with all it holds.
  ///
  /// - Parameters:
  ///   - output: made by the caller; the closure may hold it, and it is not the tensor returned.
  ///   - backward: gets dy and which inputs want a gradient, returns a gradient for each of those.
  ///     One formed in a `GradientTarget` is returned like any other.
  /// - Returns: the output, on the inputs' tape.
  package static func record(
    _ name: StaticString, inputs: [Tensor], output: Tensor,
    backward: @escaping (_ dy: Tensor, _ wants: [Bool]) -> [Tensor?]
  ) -> Tensor {
    record(name, on: nil, inputs: inputs, output: output, backward: backward)
  }

  /// The same for an operation whose tape is not in its inputs.
  static func record(
    _ name: StaticString, on given: Tape?, inputs: [Tensor], output: Tensor,
    backward: @escaping (_ dy: Tensor, _ wants: [Bool]) -> [Tensor?]
  ) -> Tensor {
    output.engine.stopwatch?.lap(name, isBackward: false)
    guard let tape = given ?? inputs.lazy.compactMap(\.tape).first else {
      let isUntracked = inputs.contains { $0.parameter != nil || $0.isUntracked }
      return Tensor(
        storage: output.storage, shape: output.shape, on: output.engine, isUntracked: isUntracked)
    }
    for input in inputs {
      precondition(
        !input.isUntracked, "\(name): an input was made from a parameter without the tape")
      precondition(
        input.tape == nil || input.tape === tape, "\(name): inputs from two tapes")
    }
    var node: Node?
    if inputs.contains(where: \.wantsGradient) {
      tape.recorded += 1
      node = Node(name, tape.recorded, inputs.map(Self.source), backward)
    }
    return Tensor(
      storage: output.storage, shape: output.shape, on: output.engine, tape: tape, node: node)
  }

  private static func source(of input: Tensor) -> Node.Source {
    if let node = input.node { return .node(node) }
    if let parameter = input.parameter { return .parameter(parameter) }
    return .none
  }

  /// Adds d loss / d parameter to the gradient of every trainable parameter below `loss`, a scalar.
  ///
  /// Activations are freed as they are done with: the same loss cannot go backward twice.
  package func backward(from loss: Tensor) {
    precondition(loss.count == 1 && loss.tape === self, "backward from \(loss.shape)")
    guard let root = loss.node else { return }
    root.gradient = Tensor([1], shape: loss.shape, on: engine)
    var order = Self.reachable(from: root)
    while let node = order.popLast() { propagate(node) }
  }

  /// The nodes a gradient reaches, oldest first.
  private static func reachable(from root: Node) -> [Node] {
    var found: [Node] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(root)]
    var open = [root]
    while let node = open.popLast() {
      found.append(node)
      for case .node(let next) in node.sources where seen.insert(ObjectIdentifier(next)).inserted {
        open.append(next)
      }
    }
    return found.sorted { $0.sequence < $1.sequence }
  }

  private func propagate(_ node: Node) {
    guard let backward = node.backward else {
      preconditionFailure("\(node.name): backward a second time")
    }
    guard let dy = node.gradient else { preconditionFailure("\(node.name): no gradient") }
    let sources = node.sources
    (node.backward, node.gradient, node.sources) = (nil, nil, [])
    let wants = sources.map { if case .none = $0 { false } else { true } }
    let gradients = backward(dy, wants)
    defer { engine.stopwatch?.lap(node.name, isBackward: true) }
    precondition(gradients.count == sources.count, "\(node.name): gradients of some inputs only")
    for (source, gradient) in zip(sources, gradients) {
      if case .none = source { continue }
      guard let gradient else { preconditionFailure("\(node.name): a gradient stops here") }
      switch source {
      case .none: break
      case .node(let next): Self.add(gradient, to: &next.gradient, kind: .activations)
      case .parameter(let parameter):
        precondition(
          gradient.count == parameter.value.count, "\(node.name): a gradient \(gradient.shape)")
        Self.add(gradient, to: &parameter.gradient, kind: .gradients)
      }
    }
  }

  /// Sums in the order of the calls, in place where nobody else sees the sum: a parameter's is its
  /// own from the first, and an operation that adds to it knows.
  private static func add(
    _ gradient: Tensor, to sum: inout Tensor?, kind: MemoryAccount.Kind
  ) {
    if sum == nil {
      sum = kind == .gradients ? gradient.copied(kind: kind) : gradient
    } else if kind == .gradients, let old = sum, old === gradient {
      return  // formed there already, in the memory of the parameter's
    } else if kind == .gradients
      || isKnownUniquelyReferenced(&sum) && isKnownUniquelyReferenced(&sum!.storage)
    {
      addInPlace(sum!, gradient)
    } else if let old = sum {
      let new = Tensor(shape: old.shape, on: old.engine, kind: kind)
      writeSum(of: old, gradient, into: new)
      sum = new
    }
  }
}
