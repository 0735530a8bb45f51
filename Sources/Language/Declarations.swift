/// What an argument takes. Checking, help, completion and the manual are made from it.
package indirect enum ValueKind: Sendable, Equatable {
  case wholeNumber(from: Int? = nil, to: Int? = nil)
  /// `from` and `to` are allowed themselves, `above` and `below` are not.
  case number(from: Double? = nil, to: Double? = nil, above: Double? = nil, below: Double? = nil)
  case flag
  case string
  /// A text: a string, or `@"file"` for what stands in a file.
  case content
  /// A folder or file to read, as a string: a path, `demo:NAME`, `hub:owner/name`.
  case source
  /// A path to write, as a string.
  case path
  /// One of these words; quotes around it are allowed.
  case words([String])
  case anyWord
  /// A label: a word, a string or a whole number.
  case label
  case duration
  case size
  /// The name of an object of one of these kinds; of any kind when empty.
  case object([String])
  case list(of: ValueKind)
  case oneOf([ValueKind])
  /// The kind, or `none`.
  case optional(ValueKind)
  /// Any literal: what `param` takes.
  case anything
}

/// `NAME=value`.
package struct OptionSpec: Sendable, Equatable {
  package let name: String
  package let kind: ValueKind
  /// The default as one would type it; nil when there is none.
  package let fallback: String?
  /// One clause for help and completion: "rank of the update".
  package let meaning: String
  package let example: String?
  /// What other tools call it; typed, they lead to `name`.
  package let synonyms: [String]
  /// False for options that cannot change a result, such as destinations.
  package let affectsResult: Bool
  package let isRequired: Bool

  package init(
    _ name: String, _ kind: ValueKind, fallback: String? = nil, meaning: String,
    example: String? = nil, synonyms: [String] = [], affectsResult: Bool = true,
    isRequired: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.meaning = meaning
    self.example = example
    self.synonyms = synonyms
    self.affectsResult = affectsResult
    self.isRequired = isRequired
  }
}

/// A place for a value without a key: `METHOD`, `on base`, `to "folder"`.
package struct SlotSpec: Sendable, Equatable {
  package let name: String
  package let kind: ValueKind
  /// "on", "to" or "as"; nil for a value that stands alone.
  package let preposition: String?
  package let isRequired: Bool
  package let meaning: String

  package init(
    _ name: String, _ kind: ValueKind, preposition: String? = nil, isRequired: Bool = true,
    meaning: String
  ) {
    self.name = name
    self.kind = kind
    self.preposition = preposition
    self.isRequired = isRequired
    self.meaning = meaning
  }
}

/// The rows of `compare { … }`: a method and its options a line, list values multiply.
package struct BlockSpec: Sendable, Equatable {
  /// Options by method.
  package let methods: [String: [OptionSpec]]
  /// The methods in the order they are listed.
  package let order: [String]
  /// Options every line takes.
  package let common: [OptionSpec]
  package let isRequired: Bool

  package init(
    methods: [String: [OptionSpec]], order: [String]? = nil, common: [OptionSpec],
    isRequired: Bool = true
  ) {
    self.methods = methods
    self.order = order ?? methods.keys.sorted()
    self.common = common
    self.isRequired = isRequired
  }
}

/// One way to write a verb: `adapter METHOD on base`, or `adapter SOURCE on base`.
package struct FormSpec: Sendable, Equatable {
  package let slots: [SlotSpec]
  package let options: [OptionSpec]
  /// Further options by the word in the first slot that takes words (the method).
  package let optionsByWord: [String: [OptionSpec]]
  package let block: BlockSpec?
  /// Takes any `NAME = value` of this kind: `param`.
  package let freeOption: ValueKind?
  /// The slot that may name the result instead of `NAME =`: `merge a as m`.
  package let nameSlot: String?
  /// Sets of options of which a statement may give one.
  package let conflicts: [[String]]

  package init(
    slots: [SlotSpec] = [], options: [OptionSpec] = [],
    optionsByWord: [String: [OptionSpec]] = [:], block: BlockSpec? = nil,
    freeOption: ValueKind? = nil, nameSlot: String? = nil, conflicts: [[String]] = []
  ) {
    self.slots = slots
    self.options = options
    self.optionsByWord = optionsByWord
    self.block = block
    self.freeOption = freeOption
    self.nameSlot = nameSlot
    self.conflicts = conflicts
  }
}

/// A verb of the language.
package struct VerbSpec: Sendable, Equatable {
  package let name: String
  package let summary: String
  /// At least one; of several that fit equally the first is taken.
  package let forms: [FormSpec]
  /// May follow `NAME =`.
  package let makesObject: Bool
  /// Makes an object, but may stand without `NAME =`: `train a on d`.
  package let nameIsOptional: Bool
  package let help: String
  package let example: String
  package let isSessionOnly: Bool
  /// What other tools call it: `fit`, `exit`.
  package let synonyms: [String]

  package init(
    _ name: String, summary: String, forms: [FormSpec], makesObject: Bool = false,
    nameIsOptional: Bool = false, help: String = "", example: String = "",
    isSessionOnly: Bool = false, synonyms: [String] = []
  ) {
    precondition(!forms.isEmpty, "verb \(name) has no form")
    self.name = name
    self.summary = summary
    self.forms = forms
    self.makesObject = makesObject
    self.nameIsOptional = nameIsOptional
    self.help = help
    self.example = example
    self.isSessionOnly = isSessionOnly
    self.synonyms = synonyms
  }
}

extension VerbSpec {
  /// With further ways to write it.
  package func adding(_ more: [FormSpec]) -> VerbSpec {
    VerbSpec(
      name, summary: summary, forms: forms + more, makesObject: makesObject,
      nameIsOptional: nameIsOptional, help: help, example: example, isSessionOnly: isSessionOnly,
      synonyms: synonyms)
  }
}

/// The objects bound where a statement stands.
package protocol NameTable {
  /// "tokenizer", "model", "adapter", "dataset", "table"; nil when nothing has this name.
  func kind(of name: String) -> String?
  var names: [String] { get }
}
