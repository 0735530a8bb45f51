import Autograd
import Checkpoints
import Files
import Layers

/// A method that attaches something of low rank to chosen linear layers and trains the head.
package protocol LowRankMethod: AdapterMethod {
  /// How PEFT's configuration tells the relatives of LoRA apart.
  static var usesDoRA: Bool { get }
  var lowRank: LowRankConfiguration { get }
  init(_ lowRank: LowRankConfiguration)
  func adapter(for layer: Linear, draw: RandomKey) throws(AdapterError) -> any LinearAdapter
}

extension LowRankMethod {
  package static var options: [MethodOption] { LowRankConfiguration.options }
  package static var defaultLearningRate: Double { 3e-4 }

  package init(_ settings: MethodSettings) throws(AdapterError) {
    self.init(try LowRankConfiguration(settings))
  }

  package var settings: MethodSettings { lowRank.settings }

  package func trains(_ name: String, in tree: LayerTree) -> Bool {
    tree.head.contains(name) || lowRank.savesWhole(name)
  }

  /// PEFT trains copies of modules named whole, so an output and the embeddings part when one of
  /// them is.
  package func unties(_ name: String, from other: String, in tree: LayerTree) -> Bool {
    lowRank.savesWhole(name) || lowRank.savesWhole(other)
  }

  package func attach(to model: any LanguageModel, draw: RandomKey) throws(AdapterError) {
    for layer in try lowRank.layers(of: model) {
      layer.attach(try adapter(for: layer, draw: draw))
    }
  }

  package static func read(_ c: Configuration) throws(AdapterError) -> Self? {
    guard c.json["peft_type"]?.string == "LORA" else { return nil }
    let isDoRA: Bool
    do { isDoRA = try c.bool("use_dora", default: false) } catch { throw .checkpoint(error) }
    guard isDoRA == usesDoRA else { return nil }
    return Self(try LowRankConfiguration(peft: c))
  }

  package func configuration(for model: any LanguageModel, baseName: String) -> JSON? {
    lowRank.peftConfiguration(for: model, baseName: baseName, useDoRA: Self.usesDoRA)
  }
}
