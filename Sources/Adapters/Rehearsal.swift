import Autograd
import Checkpoints
import Layers

extension AdaptedModel {
  /// A method on a model of a base's shapes, for a rehearsal: nothing in it is a number.
  package static func rehearsing(
    _ method: any AdapterMethod, on base: any LanguageModel
  ) throws(AdapterError) -> AdaptedModel {
    let shapes: any LanguageModel
    do { shapes = try base.rehearsed(on: base.engine.rehearsing()) } catch {
      throw .checkpoint(error)
    }
    return try AdaptedModel(method, on: shapes, seed: 0)
  }
}
