import Adapters
import Foundation
import Language

/// The options of the methods, as the language declares them, and back.
enum MethodOptions {
  static func specs(of method: any AdapterMethod.Type) -> [OptionSpec] {
    method.options.map { option in
      OptionSpec(
        option.name, kind(option.kind),
        fallback: option.fallback.contains(" ") ? nil : option.fallback,
        meaning: option.meaning, synonyms: synonyms[option.name] ?? [])
    }
  }

  /// Options by method name, for the forms that name a method.
  static var byMethod: [String: [OptionSpec]] {
    Dictionary(uniqueKeysWithValues: adapterMethods.map { ($0.name, specs(of: $0)) })
  }

  static func method(named name: String) -> (any AdapterMethod.Type)? {
    adapterMethods.first { $0.name == name }
  }

  private static func kind(_ kind: MethodOption.Kind) -> ValueKind {
    switch kind {
    case .wholeNumber(let least): .wholeNumber(from: least, to: nil)
    case .probability: .number(from: 0, below: 1)
    case .alpha: .oneOf([.number(above: 0), .string])
    case .modules: .oneOf([.list(of: .anyWord), .words(["all-linear"]), .string])
    case .flag: .flag
    }
  }

  /// What PEFT and others call the same options.
  private static let synonyms = [
    "r": ["rank", "lora_r", "lora_rank"], "alpha": ["lora_alpha"],
    "dropout": ["lora_dropout"], "targets": ["target_modules", "target", "modules"],
    "rslora": ["use_rslora"],
  ]

  /// The method's settings as typed, with the place of what is wrong.
  static func settings(_ values: some ArgumentValues) throws(Diagnostic) -> MethodSettings {
    var settings = MethodSettings()
    settings.rank = values.int("r")
    settings.dropout = values.double("dropout")
    settings.rankStabilised = values.flag("rslora")
    if let given = values.given("alpha") {
      if case .string(let rule) = given.value {
        settings.alpha = try alpha(rule, rank: settings.rank ?? 8, at: given.span)
      } else {
        settings.alpha = values.double("alpha")
      }
    }
    if let given = values.given("targets") { settings.targets = targets(given.value) }
    return settings
  }

  private static func targets(_ value: Value) -> Targets {
    switch value {
    case .list(let items): .modules(items.map { $0.value.text })
    case .word: .allLinear
    default: value.text.lowercased() == "all-linear" ? .allLinear : .pattern(value.text)
    }
  }

  /// A rule in r: an optional factor, then `r` or `sqrt(r)`.
  static func alpha(_ rule: String, rank: Int, at span: Span) throws(Diagnostic) -> Double {
    let parts = rule.filter { $0 != " " }.split(separator: "*", omittingEmptySubsequences: false)
    var product = 1.0
    for part in parts {
      switch part {
      case "r": product *= Double(rank)
      case "sqrt(r)": product *= Double(rank).squareRoot()
      default:
        guard let factor = Double(part), factor > 0, factor.isFinite else {
          throw Diagnostic(
            code: "out-of-range", exit: 65,
            message: "'\(rule)' is not a rule for alpha, such as \"2*r\" or \"6*sqrt(r)\"",
            span: span)
        }
        product *= factor
      }
    }
    return product
  }
}

extension MethodSettings {
  /// What the update is scaled by.
  func scale(_ alpha: Double, rank: Int) -> Double {
    let scale = alpha / (rankStabilised == true ? Double(rank).squareRoot() : Double(rank))
    return (scale * 1e4).rounded() / 1e4
  }
}
