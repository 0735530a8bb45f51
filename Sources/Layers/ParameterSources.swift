import Autograd
import Checkpoints

/// Parameters from a model folder, under the names a family knows them by.
package struct FolderSource: ParameterSource {
  let folder: ModelFolder
  let aliases: (String) -> [String]
  let engine: Engine

  /// - Parameter aliases: the spellings of a name to try, in order (old names, a missing prefix).
  package init(_ folder: ModelFolder, on engine: Engine, aliases: @escaping (String) -> [String]) {
    (self.folder, self.engine, self.aliases) = (folder, engine, aliases)
  }

  package var file: String { folder.tensorsFile }

  package func parameter(
    _ name: String, shape: [Int]
  ) throws(CheckpointError) -> Parameter? {
    for spelling in aliases(name) where folder.has(spelling) {
      guard let found = folder.shape(spelling), found == shape else {
        throw .shapeMismatch(
          name: spelling, expected: shape, found: folder.shape(spelling) ?? [],
          file: folder.file(of: spelling))
      }
      return Parameter(try folder.tensor(spelling, on: engine), isTrainable: false)
    }
    return nil
  }

  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { role != .body }
  package var drawnCountsAsHead: Bool { true }
}

/// Nothing: every weight is drawn from the seed (`initialize=true`).
package struct FreshSource: ParameterSource {
  package let file: String
  package init(file: String) { self.file = file }
  package func parameter(_ name: String, shape: [Int]) -> Parameter? { nil }
  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { true }
  /// Where everything is drawn, a pooler is as much of the base as the encoder.
  package var drawnCountsAsHead: Bool { false }
}

/// Parameters of another tree, shared or replaced one by one: how light adapted trees are made.
package struct TreeSource: ParameterSource {
  let tree: LayerTree
  let replace: (String, Parameter) -> Parameter

  package init(_ tree: LayerTree, replace: @escaping (String, Parameter) -> Parameter) {
    (self.tree, self.replace) = (tree, replace)
  }

  package var file: String { "the base model" }

  package func parameter(_ name: String, shape: [Int]) -> Parameter? {
    tree[name].map { replace(name, $0) }
  }

  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { false }
  package var drawnCountsAsHead: Bool { false }
}
