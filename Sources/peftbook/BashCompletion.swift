/// The completion of bash.
enum BashCompletion {
  private static let arrays = [
    "repeating_flags", "non_repeating_flags", "repeating_options", "non_repeating_options",
  ]

  /// - Parameters:
  ///   - generated: the script of the program.
  ///   - prompt: the lines of the prompt's own.
  static func script(_ generated: String, prompt: [String]) -> String {
    var script = generated
    var assignments: [String] = []
    for array in arrays {
      let line = prompt.first { $0.contains("local -a \(array)=(") } ?? ""
      guard let start = line.firstRange(of: array) else { continue }
      var assignment = String(line[start.lowerBound...])
      // The program has one flag more.
      if array == "non_repeating_flags" {
        assignment = assignment.replacingFirst("=(", with: "=(--version ")
      }
      assignments.append("    " + assignment)
      let old = script.split(separator: "\n").first { $0.contains("local -a \(array)=(") } ?? ""
      script = script.replacingFirst(String(old), with: "    local -a " + assignment)
    }
    let values = prompt.part(from: "case \"${prev}\"", to: "esac").joined(separator: "\n")
    // Before a subcommand the options are the prompt's.
    script = script.replacingFirst(
      "    # Offer subcommand / subcommand",
      with: "    if [[ ${#unparsed_words[@]} -eq 0 ]]; then\n\(values)\n    fi\n\n"
        + "    # Offer subcommand / subcommand")
    script = script.replacingFirst(
      "        # Offer subcommand completions\n",
      with: """
                # Behind a notebook, the prompt's options
                if [[ ${#unparsed_words[@]} -gt 0 ]]; then
                    _peftbook_prompt
                    return
                fi
                # Offer notebooks and subcommand completions
                [[ "${cur}" = -* ]] || __peftbook_add_completions -o plusdirs -fX '!*.@(md)'

        """)
    let function =
      "_peftbook_prompt() {\n" + assignments.joined(separator: "\n")
      + "\n    __peftbook_offer_flags_options 0\n\n\(values)\n}\n\n"
    script = script.replacingFirst("_peftbook_replay() {", with: function + "_peftbook_replay() {")
    return script.replacingFirst(
      "    __peftbook_offer_flags_options -1\n}",
      with: """
            __peftbook_offer_flags_options -1
            __peftbook_add_completions -W '\(ShellCompletion.topics.joined(separator: "'$'\\n''"))'
        }
        """)
  }
}
