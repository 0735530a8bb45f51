/// The completion of zsh.
enum ZshCompletion {
  /// - Parameters:
  ///   - generated: the script of the program.
  ///   - prompt: the lines of the prompt's own.
  static func script(_ generated: String, prompt: [String]) -> String {
    let all = prompt.part(from: "local -ar arg_specs=(", to: ")").dropFirst().dropLast()
    // Without the notebook, and without what the program itself has.
    let options = all.filter { line in
      let spec = line.drop { $0 == " " }
      return (spec.hasPrefix("'--") || spec.hasPrefix("'*--")) && !spec.hasPrefix("'--version")
    }
    let values = prompt.filter { $0.hasPrefix("    local -ar ___") }.map { $0 + "\n" }.joined()
    let specs = options.map { $0 + "\n" }.joined()
    let list = "    local -ar arg_specs=(\n"
    var script = generated.replacingFirst(list, with: values + list + specs)
    script = script.replacingFirst(
      "        _describe -V subcommand subcommands && ret=0\n",
      with: "        _describe -V subcommand subcommands && ret=0\n"
        + "        _files -g '*.md' && ret=0\n")
    script = script.replacingFirst(
      "\"_peftbook_${words[1]}\" && ret=0\n            ;;\n",
      with: "\"_peftbook_${words[1]}\" && ret=0\n            ;;\n"
        + "        *)\n            _peftbook_prompt && ret=0\n            ;;\n")
    let function =
      "_peftbook_prompt() {\n    local -i ret=1\n\(values)\(list)\(specs)    )\n"
      + "    _arguments -w -s -S : \"${arg_specs[@]}\" && ret=0\n\n    return \"${ret}\"\n}\n\n"
    script = script.replacingFirst("_peftbook_replay() {", with: function + "_peftbook_replay() {")
    script = script.replacingFirst(
      "'*:subcommands:'",
      with: "'*:subcommands:(\(ShellCompletion.topics.joined(separator: " ")))'")
    return withEqualsSigns(script)
  }

  /// The value of an option may stand in the same word, behind `=`.
  private static func withEqualsSigns(_ script: String) -> String {
    script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let spec = line.drop { $0 == " " }
      guard spec.hasPrefix("'--") || spec.hasPrefix("'*--"), spec.contains("]:") else {
        return String(line)
      }
      return String(line).replacingFirst("[", with: "=[")
    }.joined(separator: "\n")
  }
}
