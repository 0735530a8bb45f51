import Autograd
import Checkpoints
import Files
import Layers

/// Low-rank adaptation: a trained product of two thin matrices beside each frozen weight.
package struct LoRA: LowRankMethod {
  package static let name = "lora"
  package static let title = "LoRA"
  package static let summary = "add a trained low-rank update to chosen layers"
  package static let formula = "y = W x + b + (alpha / r) B A dropout(x)"
  package static let source = "Hu et al. 2021, arXiv:2106.09685, section 4.1; PEFT tuners/lora"
  package static let advice =
    "the first thing to try: near full fine-tuning with under 1 % of the weights"
  package static let usesDoRA = false

  package let lowRank: LowRankConfiguration
  package init(_ lowRank: LowRankConfiguration) { self.lowRank = lowRank }

  package func adapter(
    for layer: Linear, draw: RandomKey
  ) throws(AdapterError) -> any LinearAdapter {
    LoRALinear(factors: try LowRankFactors(layer, lowRank, draw: draw))
  }
}

/// y = W x + b + s B A dropout(x)
///
/// Source: Hu et al. 2021, arXiv:2106.09685, section 4.1; names and initial values follow PEFT.
struct LoRALinear: LinearAdapter {
  let factors: LowRankFactors

  var parameters: [(name: String, parameter: Parameter)] {
    [("lora_A.weight", factors.a), ("lora_B.weight", factors.b)]
  }

  func callAsFunction(_ x: Tensor, base: Linear) -> Tensor {
    factors.added(toOutput: base.base(x), of: factors.dropout(x))
  }

  func mergedWeight(of base: Linear) -> Tensor { factors.added(to: base.weight.value) }
}
