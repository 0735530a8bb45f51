import Adapters
import Language
import Notebooks

/// What `help` says of a method: its formula, where that is from, when to use it, its options.
struct MethodHelp {
  let type: any AdapterMethod.Type

  var lines: [[OutputPart]] {
    let heading = [
      "\(type.title): \(type.summary)", "  " + type.formula, "  " + type.source, type.advice,
      "default lr \(Figures.setting(type.defaultLearningRate))",
    ]
    let table = VerbHelp.table(rows)
    return heading.map { [.text($0)] } + (table.isEmpty ? [] : [[]] + table)
      + [[], [.text("example")], [.text("  " + example)]]
  }

  var rows: [VerbHelp.Row] {
    // A default that is a sentence is none that could be typed.
    zip(MethodOptions.specs(of: type), type.options).map { spec, option in
      VerbHelp.Row(
        OptionSpec(spec.name, spec.kind, fallback: option.fallback, meaning: spec.meaning))
    }
  }

  var example: String { "a = adapter \(type.name) on base" }
}
