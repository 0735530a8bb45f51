/// The direct dependencies of every target, read from the text of `Package.swift`.
///
/// The manifest is read as text because the package manager cannot run inside its own tests. Only
/// the two forms it uses are understood: `library("Name", […])` and `.target(name: "Name", …)`.
struct Manifest {
  private(set) var dependencies: [String: Set<String>] = [:]

  init(_ text: String) {
    guard let start = text.firstRange(of: "targets: [\n    .")?.lowerBound else { return }
    let calls = text[start...].matches(
      of: /(?:library|target|executableTarget|systemLibrary|tests)\(/)
    let bounds = calls.map(\.range.lowerBound) + [text.endIndex]
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      add(String(text[from..<to]))
    }
  }

  private mutating func add(_ call: String) {
    let strings = call.matches(of: /"([^"]*)"/).map { String($0.output.1) }
    guard let name = strings.first else { return }
    let target = call.hasPrefix("tests(") ? name + "Tests" : name
    dependencies[target] = Set(Self.listed(in: call))
  }

  /// The target and product names of the first list of dependencies in a call.
  private static func listed(in call: String) -> [String] {
    let marker: Substring
    if let labelled = call.firstRange(of: "dependencies:") {
      marker = call[labelled.upperBound...]
    } else if call.hasPrefix("library(") || call.hasPrefix("tests(") {
      marker = call[...]
    } else {
      return []
    }
    guard let open = marker.firstIndex(of: "[") else { return [] }
    var depth = 0
    var list = ""
    for character in marker[open...] {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      list.append(character)
      if depth == 0 { break }
    }
    let withoutPackages = list.replacing(/package: "[^"]*"/, with: "")
    return withoutPackages.matches(of: /"([^"]*)"/).map { String($0.output.1) }
  }
}
