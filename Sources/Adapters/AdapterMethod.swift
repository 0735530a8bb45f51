import Autograd
import Checkpoints
import Files
import Layers

/// The methods, in the order help and comparisons list them. One file a method, one line here.
package var adapterMethods: [any AdapterMethod.Type] {
  [
    FullFineTuning.self,
    FrozenEncoder.self,
    LoRA.self,
    DoRA.self,
  ]
}

/// One way to tune a model: what trains, what attaches where, which files are its own.
///
/// A value is a method with its settings; it holds no weights.
package protocol AdapterMethod: Sendable {
  /// The word a user types.
  static var name: String { get }
  /// How it is written in prose and tables.
  static var title: String { get }
  static var summary: String { get }
  static var formula: String { get }
  /// Paper and equation, or the reference implementation's file.
  static var source: String { get }
  /// When to use it.
  static var advice: String { get }
  static var options: [MethodOption] { get }
  static var defaultLearningRate: Double { get }

  /// - Throws: `AdapterError.setting` when values contradict each other.
  init(_ settings: MethodSettings) throws(AdapterError)

  /// The method of a PEFT `adapter_config.json`, or nil when the file is another method's.
  static func read(_ configuration: Configuration) throws(AdapterError) -> Self?

  /// What the settings are, filled in: for tables and records.
  var settings: MethodSettings { get }

  /// Whether a parameter of the model's own tree is trained.
  func trains(_ name: String, in tree: LayerTree) -> Bool

  /// Whether a weight that the base ties to another parameter becomes one of its own, starting as a
  /// copy.
  ///
  /// - Parameters:
  ///   - name: the weight's own name, "lm_head.weight".
  ///   - other: the parameter it is in the base.
  func unties(_ name: String, from other: String, in tree: LayerTree) -> Bool

  /// Puts fresh adapters into a tree.
  func attach(to model: any LanguageModel, draw: RandomKey) throws(AdapterError)

  /// `adapter_config.json`, or nil when the method is saved as a whole model.
  func configuration(for model: any LanguageModel, baseName: String) -> JSON?
}

extension AdapterMethod {
  package var name: String { Self.name }
  package func unties(_ name: String, from other: String, in tree: LayerTree) -> Bool { false }
  package func attach(to model: any LanguageModel, draw: RandomKey) throws(AdapterError) {}
  package func configuration(for model: any LanguageModel, baseName: String) -> JSON? { nil }
  package static func read(_ configuration: Configuration) throws(AdapterError) -> Self? { nil }
}

/// An option of a method, as help and the command language declare it.
package struct MethodOption: Sendable {
  package enum Kind: Sendable, Equatable {
    case wholeNumber(from: Int)
    case probability
    /// A number, or a rule in r such as `2*r`.
    case alpha
    /// Module names, a pattern, or `all-linear`.
    case modules
    case flag
  }

  package let name: String
  package let kind: Kind
  /// As a user would type it.
  package let fallback: String
  package let meaning: String
}

/// The options of a method with their values.
package struct MethodSettings: Sendable, Equatable {
  package var rank: Int?
  package var alpha: Double?
  package var dropout: Double?
  package var targets: Targets?
  package var rankStabilised: Bool?

  package init() {}
}

/// Which layers a method adapts.
package enum Targets: Sendable, Equatable {
  /// The family's default, as in PEFT's table.
  case familyDefault
  /// Module paths or their last parts.
  case modules([String])
  /// A regular expression over the whole module path.
  case pattern(String)
  /// Every linear layer but the head and the output embedding.
  case allLinear

  /// As a user would type it.
  package var text: String {
    switch self {
    case .familyDefault: "the family's default"
    case .modules(let names): names.joined(separator: ", ")
    case .pattern(let pattern): pattern
    case .allLinear: "all-linear"
    }
  }
}
