import Autograd
import Checkpoints

/// Memory for a model's tensors, asked about before each is made.
///
/// The system is asked anew only when what it had at the last answer is used up: an answer takes
/// reading several of its files, and a model has hundreds of tensors.
package final class MemoryAllowance {
  private let engine: Engine
  private var left = 0

  init(_ engine: Engine) { self.engine = engine }

  /// - Parameter copies: how many of the tensor are held at once while it is made.
  /// - Throws: `notEnoughMemory` when a tensor of this shape cannot be made.
  func take(
    for name: String, _ shape: [Int], copies: Int, file: String
  ) throws(CheckpointError) {
    let bytes = Engine.bytes(of: shape, copies: copies)
    if bytes > left {
      try Self.ask(engine, for: "'\(name)' of \(shape)", bytes, file: file)
      left = max(bytes, engine.availableMemory)
    }
    left -= bytes
  }

  /// One large thing, asked about before it is made. A rehearsal makes none.
  ///
  /// - Throws: `notEnoughMemory`.
  package static func ask(
    _ engine: Engine, for what: String, _ bytes: Int, file: String
  ) throws(CheckpointError) {
    guard engine.isRehearsal || engine.canAllocate(bytes) else {
      throw .notEnoughMemory(
        what: what, needed: bytes, available: engine.availableMemory, file: file)
    }
  }
}

extension Engine {
  /// `Int.max` when it is more.
  fileprivate static func bytes(of shape: [Int], copies: Int = 1) -> Int {
    shape.reduce(copies * MemoryLayout<Float>.stride) { product, size in
      let (value, overflow) = product.multipliedReportingOverflow(by: size)
      return overflow ? Int.max : value
    }
  }
}

/// Stands in for a source from which a whole model is drawn, to learn before the drawing whether
/// the model fits: it gives memory of the right shapes that nobody writes to, so none is used up.
package struct MeasuringSource: ParameterSource {
  package let file: String
  private let engine: Engine
  private let available: Int
  private let asked = Asked()

  private final class Asked { var bytes = 0 }

  package init(file: String, on engine: Engine) {
    (self.file, self.engine, available) = (file, engine, engine.availableMemory)
  }

  package func parameter(
    _ name: String, shape: [Int], isTransposed: Bool
  ) throws(CheckpointError) -> Parameter? {
    let (sum, overflow) = asked.bytes.addingReportingOverflow(Engine.bytes(of: shape))
    asked.bytes = overflow ? Int.max : sum
    guard asked.bytes <= available else {
      throw .notEnoughMemory(
        what: "a model up to '\(name)' of \(shape)", needed: asked.bytes, available: available,
        file: file)
    }
    return Parameter(Tensor(shape: shape, on: engine, kind: .weights), isTrainable: false)
  }

  package func parameter(_ name: String, untiedFrom other: Parameter) -> Parameter? { nil }
  package func mayDraw(_ name: String, _ role: ParameterRole) -> Bool { false }
  package var drawnCountsAsHead: Bool { false }
}
