import Autograd
import Checkpoints
import Foundation

/// How a parameter that no checkpoint holds is drawn.
package enum Initializer: Sendable {
  case zeros
  case ones
  /// Normal with mean 0, the `initializer_range` of a configuration.
  case normal(Float)
  /// The same, with one row (a table's padding id) at zero.
  case embedding(Float, zeroRow: Int)
  /// Sines and cosines of the row's number (Vaswani et al. 2017, arXiv:1706.03762, section 3.5), in
  /// turn by column.
  case sinusoidal
}

/// Where a layer tree's parameters come from: a folder, another tree, or nothing at all.
package protocol ParameterSource {
  /// What an error message calls the source.
  var file: String { get }

  /// The parameter of that name, or nil when the source has none.
  ///
  /// - Parameters:
  ///   - shape: as in memory.
  ///   - isTransposed: whether files hold the matrix the other way round.
  func parameter(
    _ name: String, shape: [Int], isTransposed: Bool
  ) throws(CheckpointError) -> Parameter?

  /// The parameter of that name that the configuration ties to `other`, when the source holds one
  /// of its own nevertheless.
  func parameter(
    _ name: String, untiedFrom other: Parameter
  ) throws(CheckpointError) -> Parameter?

  /// What the source holds in a shape, as files have it, that may be a parameter which it lacks.
  func others(like name: String, shape: [Int]) -> [String]

  /// Whether a parameter that the source lacks may be drawn from the seed.
  func mayDraw(_ name: String, _ role: ParameterRole) -> Bool

  /// Whether what stands between body and head counts as part of the head when it is drawn.
  var drawnCountsAsHead: Bool { get }
}

/// What a parameter is to the task a model was asked for.
package enum ParameterRole: Sendable {
  /// The encoder or decoder: a checkpoint without it is broken.
  case body
  /// The task's own layers: drawn when absent, trained and saved with every method.
  case head
  /// What stands between (a pooler, a language-modelling head): when a checkpoint lacks it, drawn
  /// and treated as part of the head; frozen like the body when the checkpoint has it.
  case between
}

/// A view of a parameter source under one module path; layers take their parameters from it by the
/// names that stand in checkpoints, and it notes what the tree consists of.
package struct Weights {
  package let path: String
  let role: ParameterRole
  let source: any ParameterSource
  package let tree: LayerTree
  let draw: RandomKey
  package let engine: Engine
  private let memory: MemoryAllowance

  /// The root of a new tree.
  ///
  /// - Parameter draw: the seed from which absent parameters are drawn, each by its name.
  package init(
    _ source: any ParameterSource, tree: LayerTree, draw: RandomKey, on engine: Engine
  ) {
    (path, role) = ("", .body)
    (self.source, self.tree, self.draw, self.engine) = (source, tree, draw, engine)
    memory = MemoryAllowance(engine)
  }

  private init(_ parent: Weights, path: String, role: ParameterRole) {
    (self.path, self.role) = (path, role)
    (source, tree, draw, engine) = (parent.source, parent.tree, parent.draw, parent.engine)
    memory = parent.memory
  }

  package subscript(_ name: String) -> Weights {
    Weights(self, path: path.isEmpty ? name : path + "." + name, role: role)
  }

  package subscript(_ index: Int) -> Weights { self[String(index)] }

  /// The same scope, its parameters in another role.
  package func role(_ role: ParameterRole) -> Weights { Weights(self, path: path, role: role) }

  /// The parameter `path.name`.
  ///
  /// - Parameter isTransposed: whether files hold this matrix as [in, out].
  /// - Throws: `missingTensor` when the source lacks it and it may not be drawn; `shapeMismatch`;
  ///   `notEnoughMemory`; `interrupted`.
  package func parameter(
    _ name: String, _ shape: [Int], _ initializer: Initializer, isTransposed: Bool = false
  ) throws(CheckpointError) -> Parameter {
    if engine.interrupt.isRequested { throw .interrupted }
    let full = self[name].path
    if isTransposed { tree.transposed.insert(full) }
    if let found = try source.parameter(full, shape: shape, isTransposed: isTransposed) {
      tree.add(full, found, role)
      return found
    }
    guard source.mayDraw(full, role) else {
      let asFiled = isTransposed ? shape.reversed() : shape
      throw .missingTensor(
        name: full, shape: asFiled, file: source.file,
        others: source.others(like: full, shape: asFiled))
    }
    // The numbers are drawn beside the tensor.
    try memory.take(for: full, shape, copies: 2, file: source.file)
    let drawn = Parameter(initializer.draw(shape, draw[full], on: engine), isTrainable: false)
    if engine.interrupt.isRequested { throw .interrupted }
    tree.add(full, drawn, role == .between && source.drawnCountsAsHead ? .head : role)
    tree.drawn[full] = initializer
    return drawn
  }

  /// Whether the source holds `path.name` or would draw it outside a head: for modules that a
  /// family keeps only when they are there (the pooler of a masked language model).
  package func has(_ name: String, _ shape: [Int]) throws(CheckpointError) -> Bool {
    let full = self[name].path
    return try source.parameter(full, shape: shape, isTransposed: false) != nil
      || source.mayDraw(full, .body)
  }

  /// The parameter `path.name` that the configuration ties to `other`: the source's own where it
  /// holds one that differs, else `other`.
  func parameter(
    _ name: String, tiedTo other: Parameter, named otherName: String
  ) throws(CheckpointError) -> Parameter {
    let full = self[name].path
    if let own = try source.parameter(full, untiedFrom: other) {
      tree.add(full, own, role)
      return own
    }
    tree.tied[full] = otherName
    return other
  }

  func add(_ linear: Linear) { tree.linears.append((path, linear)) }

  func addOutputEmbedding(_ linear: Linear) {
    add(linear)
    tree.outputEmbedding = path
  }
}

extension ParameterSource {
  package func others(like name: String, shape: [Int]) -> [String] { [] }
}

extension Initializer {
  /// A fresh tensor of weights.
  package func draw(_ shape: [Int], _ key: RandomKey, on engine: Engine) -> Tensor {
    let count = shape.reduce(1, *)
    switch self {
    case .zeros: return Tensor(zeros: shape, on: engine, kind: .weights)
    case .ones:
      let values = [Float](repeating: 1, count: count)
      return Tensor(values, shape: shape, on: engine, kind: .weights)
    case .normal(let deviation): return Self.normal(shape, deviation, key, on: engine)
    case .embedding(let deviation, let row):
      let table = Self.normal(shape, deviation, key, on: engine)
      if !engine.isRehearsal {
        (table.pointer + row * shape[1]).update(repeating: 0, count: shape[1])
      }
      return table
    case .sinusoidal:
      let values = Self.sinusoids(rows: shape[0], columns: shape[1])
      return Tensor(values, shape: shape, on: engine, kind: .weights)
    }
  }

  private static func normal(
    _ shape: [Int], _ deviation: Float, _ key: RandomKey, on engine: Engine
  ) -> Tensor {
    let tensor = Tensor(shape: shape, on: engine, kind: .weights)
    key.fillNormal(tensor, standardDeviation: deviation)
    return tensor
  }

  private static func sinusoids(rows: Int, columns: Int) -> [Float] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let angle = Double(row) / pow(10_000, Double(column / 2 * 2) / Double(columns))
        return Float(column % 2 == 0 ? sin(angle) : cos(angle))
      }
    }
  }
}
