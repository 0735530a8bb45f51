import Autograd
import Checkpoints

/// Parameters from a model folder, under the names a family knows them by.
package struct FolderSource: ParameterSource {
  let folder: ModelFolder
  let aliases: (String) -> [String]
  let engine: Engine
  private let memory: MemoryAllowance

  /// - Parameter aliases: the spellings of a name to try, in order (old names, a missing prefix).
  package init(_ folder: ModelFolder, on engine: Engine, aliases: @escaping (String) -> [String]) {
    (self.folder, self.engine, self.aliases) = (folder, engine, aliases)
    memory = MemoryAllowance(engine)
  }

  package var file: String { folder.tensorsFile }

  package func parameter(
    _ name: String, shape: [Int], isTransposed: Bool
  ) throws(CheckpointError) -> Parameter? {
    let expected = isTransposed ? shape.reversed() : shape
    for spelling in aliases(name) where folder.has(spelling) {
      guard let found = folder.shape(spelling), found == expected else {
        throw .shapeMismatch(
          name: spelling, expected: expected, found: folder.shape(spelling) ?? [],
          file: folder.file(of: spelling))
      }
      try memory.take(
        for: spelling, shape, copies: isTransposed ? 2 : 1, file: folder.file(of: spelling))
      let value = try folder.tensor(spelling, isTransposed: isTransposed, on: engine)
      return Parameter(value, isTrainable: false)
    }
    return nil
  }

  /// Files of old hold a tied weight twice; where the two differ, the configuration is wrong.
  ///
  /// Source: transformers 5 `modeling_utils.py`, `tie_weights`.
  package func parameter(
    _ name: String, untiedFrom other: Parameter
  ) throws(CheckpointError) -> Parameter? {
    guard
      let own = try parameter(name, shape: other.value.shape, isTransposed: false),
      !own.value.isEqual(to: other.value)
    else { return nil }
    return own
  }

  package func others(like name: String, shape: [Int]) -> [String] {
    let known = Set(aliases(name))
    return folder.others(like: name, shape: shape).filter { !known.contains($0) }
  }

  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { role != .body }
  package var drawnCountsAsHead: Bool { true }
}

/// Nothing: every weight is drawn from the seed (`initialize=true`).
package struct FreshSource: ParameterSource {
  package let file: String
  package init(file: String) { self.file = file }
  package func parameter(_ name: String, shape: [Int], isTransposed: Bool) -> Parameter? { nil }
  package func parameter(_ name: String, untiedFrom other: Parameter) -> Parameter? { nil }
  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { true }
  /// Where everything is drawn, a pooler is as much of the base as the encoder.
  package var drawnCountsAsHead: Bool { false }
}

/// Parameters of another tree, shared or replaced one by one: how light adapted trees are made.
package struct TreeSource: ParameterSource {
  let tree: LayerTree
  let untied: [String: Parameter]
  let replace: (String, Parameter) -> Parameter

  /// - Parameter untied: parameters of their own for names that the tree ties to others.
  package init(
    _ tree: LayerTree, untied: [String: Parameter] = [:],
    replace: @escaping (String, Parameter) -> Parameter
  ) {
    (self.tree, self.untied, self.replace) = (tree, untied, replace)
  }

  package var file: String { "the base model" }

  package func parameter(_ name: String, shape: [Int], isTransposed: Bool) -> Parameter? {
    untied[name] ?? tree[name].map { replace(name, $0) }
  }

  package func parameter(_ name: String, untiedFrom other: Parameter) -> Parameter? {
    parameter(name, shape: other.value.shape, isTransposed: false)
  }

  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { false }
  package var drawnCountsAsHead: Bool { false }
}

extension Tensor {
  /// Whether the numbers are the same, a zero of either sign counting as one.
  package func isEqual(to other: Tensor) -> Bool {
    guard count == other.count else { return false }
    for i in 0..<count where pointer[i] != other.pointer[i] { return false }
    return true
  }
}
