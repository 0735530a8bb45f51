/// The completion of fish.
enum FishCompletion {
  private static let parse = "__peftbook_parse_subcommand "

  /// - Parameters:
  ///   - generated: the script of the program.
  ///   - prompt: the lines of the prompt's own.
  static func script(_ generated: String, prompt: [String]) -> String {
    var script = generated
    let options = prompt.first { $0.contains(parse) && $0.contains("'recover'") } ?? ""
    if let start = options.firstRange(of: " '") {
      // The notebook is not counted: a subcommand may stand in its place.
      script = script.replacingFirst(
        parse + "0 'version' 'h/help'", with: parse + "0 'version'" + options[start.lowerBound...])
    }
    let known = ["-l 'version'", "-l 'help'", "-fa 'help'", "complete -c 'peftbook' -f"]
    let own = prompt.filter { line in
      line.hasPrefix("complete -c 'peftbook' ") && !known.contains { line.contains($0) }
    }
    let subcommand = "positional \"peftbook\" -eq 1' -fa '"
    let lines = script.split(separator: "\n").map(String.init)
    let topics = lines.filter { $0.contains(subcommand) && !$0.contains("-fa 'help'") }.map {
      $0.replacing("positional \"peftbook\"", with: "positional \"peftbook help\"")
    }
    let prompt = """
      complete -c 'peftbook' -n '__peftbook_should_offer_completions_for_positional \
      "peftbook help" -eq 1' -fa 'prompt' -d '\(PromptCommand.configuration.abstract)'
      """
    let end = script.hasSuffix("\n") ? "" : "\n"
    return script + end + (own + topics + [prompt]).joined(separator: "\n") + "\n"
  }
}
