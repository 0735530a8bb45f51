import Notebooks

/// What an object was made from, which later statements and other programs may have changed since.
///
/// It knows keys and paths and holds no object, so that old versions can go.
final class Origin {
  struct Operand {
    let name: String
    let key: String
    /// Of the version that the name stood for; nil where nothing is known of it.
    let origin: Origin?
  }

  /// A file or folder that was read, with the digest it had.
  struct Source {
    let path: String
    let place: String
    let digest: String
  }

  /// The name it was bound to, and the statement that made it.
  let name: String
  let statement: String
  let operands: [Operand]
  let sources: [Source]

  init(
    name: String, statement: String, operands: [(name: String, binding: Binding)],
    sources: [Source] = []
  ) {
    (self.name, self.statement) = (name, statement)
    self.operands = operands.map {
      Operand(name: $0.name, key: $0.binding.version.key, origin: $0.binding.origin)
    }
    self.sources = sources
  }

  convenience init(name: String, statement: String, _ inputs: StatementInputs) {
    self.init(
      name: name, statement: statement, operands: inputs.operands,
      sources: zip(inputs.plan.sources, inputs.places).map {
        Source(path: $0.path, place: $1, digest: $0.digest)
      })
  }
}

extension Origin {
  /// Whether what a name stands for is among what it was made from.
  func isMade(from binding: Binding) -> Bool {
    operands.contains { operand in
      let isIt =
        operand.key.isEmpty
        ? operand.origin === binding.origin : operand.key == binding.version.key
      return isIt || operand.origin?.isMade(from: binding) == true
    }
  }
}

extension Session {
  /// Why an object is not what its statement would make if it were typed now; nil for one that is.
  ///
  /// That is no reason to run a cell again: in its place the cell makes what it made.
  package func staleness(of name: String) -> String? {
    binding(of: name)?.origin.flatMap { staleness(of: $0) }
  }

  private func staleness(of origin: Origin) -> String? {
    for operand in origin.operands {
      // `train a on d` makes a from the a before it.
      if operand.name != origin.name, wasBoundAnew(operand) {
        return "made from an earlier \(operand.name)"
      }
    }
    for source in origin.sources {
      if let change = change(of: source) { return change }
    }
    for operand in origin.operands {
      guard let inner = operand.origin, let reason = staleness(of: inner) else { continue }
      return operand.name == origin.name ? reason : "uses \(operand.name): \(reason)"
    }
    return nil
  }

  private func wasBoundAnew(_ operand: Origin.Operand) -> Bool {
    guard let now = binding(of: operand.name) else { return true }
    return operand.key.isEmpty ? now.origin !== operand.origin : now.version.key != operand.key
  }

  private func change(of source: Origin.Source) -> String? {
    guard let cache, !source.path.hasPrefix("demo:") else { return nil }
    let now = cache.digest(of: source.place)
    if now == source.digest { return nil }
    return now == nil ? "'\(source.path)' is missing" : "'\(source.path)' changed"
  }
}
