/// What to say of an option that its verb or method does not have.
enum UnknownOption {
  /// - Parameters:
  ///   - specs: the options that are possible here.
  ///   - owner: the verb or method, for the message.
  ///   - byOwner: the options of the others, which may have the one that was typed.
  ///   - help: the topic that lists them.
  static func problem(
    _ key: Spanned<String>, _ specs: [OptionSpec], owner: String,
    byOwner: [String: [OptionSpec]], help: String
  ) -> Problem {
    let typed = key.value
    func say(_ message: String, _ suggestion: String?, _ note: String?) -> Problem {
      Problem(
        phase: .words,
        diagnostic: .language(
          "unknown-option", message, key.span, suggestion: suggestion, note: note))
    }
    let unknown = "unknown option '\(clipped(typed))'"
    if let spec = specs.first(where: { $0.synonyms.contains(typed.lowercased()) }) {
      return say(unknown, spec.name, nil)
    }
    let nearest = Suggestion.nearest(typed, among: specs.map(\.name))
    let homes = byOwner.compactMapValues { specs in
      specs.first { $0.name == typed || $0.synonyms.contains(typed.lowercased()) }?.name
    }
    if let option = homes.values.min(), homes[owner] == nil {
      let owners = homes.keys.sorted()
      let what = option == typed ? "it" : option
      // A word that another verb has may be a slip all the same, unless it is too short to tell.
      return say(
        "'\(owner)' has no option '\(typed)'", typed.unicodeScalars.count > 2 ? nearest : nil,
        "(\(owners.joined(separator: ", ")) \(owners.count == 1 ? "has" : "have") \(what))")
    }
    if let nearest { return say(unknown, nearest, nil) }
    let synonyms = specs.flatMap(\.synonyms)
    if let nearest = Suggestion.nearest(typed, among: synonyms),
      let spec = specs.first(where: { $0.synonyms.contains(nearest) })
    {
      return say(unknown, spec.name, nil)
    }
    return say(unknown, nil, "(help \(help) lists them)")
  }
}
