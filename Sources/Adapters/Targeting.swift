import Layers

/// Which layers a low-rank method attaches to, and with which rank and alpha.
///
/// Source: PEFT `tuners/tuners_utils.py`, `check_target_module_exists` and
/// `_maybe_include_all_linear_layers`.
extension LowRankConfiguration {
  /// The layers to adapt, in the model's order.
  ///
  /// - Throws: `noTarget` for the first target that matches nothing.
  func layers(of model: any LanguageModel) throws(AdapterError) -> [Linear] {
    let tree = model.tree
    let eligible = tree.linears.filter {
      let name = $0.path + ".weight"
      return !tree.head.contains(name) && !savesWhole(name)
    }
    let wanted =
      targets == .familyDefault
      ? Targets.modules(model.specification.defaultTargets) : targets
    if needsEveryTarget, case .modules(let names) = wanted {
      for name in names where !eligible.contains(where: { isModule($0.path, name) }) {
        throw .noTarget(name, candidates: Self.candidates(eligible.map(\.path)))
      }
    }
    var found: [Linear] = []
    for (path, layer) in eligible {
      if wanted == .allLinear, path == tree.outputEmbedding { continue }
      guard try matches(path, wanted), try !matches(path, excluded) else { continue }
      if let chosen = layersToTransform {
        guard let number = Self.layerNumber(path), chosen.contains(number) else { continue }
      }
      found.append(layer)
    }
    guard !found.isEmpty else {
      throw .noTarget(wanted.text, candidates: Self.candidates(eligible.map(\.path)))
    }
    return found
  }

  /// Whether a parameter is in a module that is trained whole.
  func savesWhole(_ name: String) -> Bool {
    guard !modulesToSave.isEmpty else { return false }
    let parts = name.split(separator: ".").map(String.init)
    return (1..<max(parts.count, 1)).contains { length in
      let module = parts[..<length].joined(separator: ".")
      return modulesToSave.contains { isModule(module, $0) }
    }
  }

  /// The rank of a layer: the first pattern that matches its path, else the common one.
  func rank(at path: String) throws(AdapterError) -> Int {
    for (pattern, rank) in rankPattern where try endMatches(path, pattern) { return rank }
    return rank
  }

  func alpha(at path: String) throws(AdapterError) -> Double {
    for (pattern, alpha) in alphaPattern where try endMatches(path, pattern) { return alpha }
    return alpha
  }

  private func matches(_ path: String, _ targets: Targets) throws(AdapterError) -> Bool {
    switch targets {
    case .familyDefault: false
    case .allLinear: true
    case .modules(let names): names.contains { isModule(path, $0) }
    case .pattern(let pattern): try PathPattern.matches(path, pattern)
    }
  }

  func isModule(_ path: String, _ name: String) -> Bool {
    path == name || path.hasSuffix("." + name)
  }

  /// Python's `re.match(rf"(.*\.)?({pattern})$", path)`.
  private func endMatches(_ path: String, _ pattern: String) throws(AdapterError) -> Bool {
    try PathPattern.matches(path, #"(.*\.)?(\#(pattern))"#)
  }

  /// The first number in a module path.
  private static func layerNumber(_ path: String) -> Int? {
    path.split(separator: ".").lazy.compactMap { Int($0) }.first
  }

  /// The distinct last names a user may mean, in the model's order.
  package static func candidates(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.flatMap { path in
      let parts = path.split(separator: ".").map(String.init)
      return [parts.last, parts.count > 1 ? parts.suffix(2).joined(separator: ".") : nil]
        .compactMap { $0 }.filter { seen.insert($0).inserted && Int($0) == nil }
    }
  }
}
