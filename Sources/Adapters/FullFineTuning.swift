import Checkpoints
import Layers

/// Every weight is trained.
package struct FullFineTuning: AdapterMethod {
  package static let name = "full"
  package static let title = "full"
  package static let summary = "train every weight of a copy of the model"
  package static let formula = "y = W x + b, with W and b trained"
  package static let source = "Devlin et al. 2018, arXiv:1810.04805, section 3.2"
  package static let advice =
    "the reference to compare with; needs memory for the weights, gradients and two moments"
  package static var options: [MethodOption] { [] }
  package static let defaultLearningRate = 5e-5

  package init(_ settings: MethodSettings) {}
  package var settings: MethodSettings { MethodSettings() }
  package func trains(_ name: String, in tree: LayerTree) -> Bool { true }
}
