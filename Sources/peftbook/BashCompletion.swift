import ArgumentParser
import Foundation

/// The completion of bash, with what a subcommand that is left out takes: a notebook, and its flags.
///
/// The generated script knows subcommands alone at the first word.
enum BashCompletion {
  /// What `--generate-completion-script bash` prints; nil for any other command line.
  static func script(for arguments: [String]) -> String? {
    let option = "--generate-completion-script"
    guard arguments == [option, "bash"] || arguments == [option + "=bash"] else { return nil }
    let script = completing(Peftbook.completionScript(for: .bash))
    return script.hasSuffix("\n") ? String(script.dropLast()) : script
  }

  private static let mark = "        # Offer subcommand completions\n"
  private static let flags = "non_repeating_flags=(--version"

  private static func completing(_ script: String) -> String {
    var script = script
    if let place = script.range(of: mark) {
      let files =
        "        [[ \"${cur}\" = -* ]] || __peftbook_add_completions -o plusdirs -fX '!*.@(md)'\n"
      script.insert(contentsOf: files, at: place.upperBound)
    }
    if let place = script.range(of: flags) {
      script.replaceSubrange(place, with: "non_repeating_flags=(--recover --version")
    }
    return script
  }
}
