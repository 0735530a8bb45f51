import Adapters
import Files
import Language

/// The manual, `man peftbook`, from the same declarations that checking, help and completion read.
package struct ManualPage {
  private let program: JSON
  private let version: String
  private let verbs: [VerbSpec]

  /// - Parameters:
  ///   - commandLine: what ArgumentParser says of the command line, as JSON.
  ///   - verbs: of the language, and those of the prompt.
  package init(commandLine: String, version: String, verbs: [VerbSpec]) throws(FileError) {
    self.verbs = verbs
    program = try JSON.parse(commandLine, file: "the command line")["command"] ?? .null
    self.version = version
  }

  /// As `man` reads it (groff's `man` macros).
  package var text: String {
    var page = Roff()
    page.line(".TH PEFTBOOK 1 \"\" \"peftbook \(version)\"")
    page.section("NAME")
    page.paragraph("peftbook - \(program["abstract"]?.string ?? "")")
    synopsis(&page)
    let prompt = program["subcommands"]?.array?.first { $0["commandName"]?.string == "prompt" }
    options(of: prompt ?? program, &page, under: "OPTIONS OF THE PROMPT")
    page.section("COMMANDS")
    for (name, command) in commands {
      page.subsection("peftbook " + Self.usage(name, command))
      page.paragraph(command["abstract"]?.string ?? "")
      options(of: command, &page)
    }
    statements(&page)
    methods(&page)
    environment(&page)
    exitStatus(&page)
    return page.text
  }

  /// Those that do something themselves, "cache list" among them.
  private var commands: [(name: String, command: JSON)] { Self.leaves(of: program, under: "") }

  /// Without the `help` that ArgumentParser adds.
  private static func leaves(of command: JSON, under path: String) -> [(
    name: String, command: JSON
  )] {
    let inner = (command["subcommands"]?.array ?? []).filter {
      $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool != false
    }
    return inner.flatMap { command -> [(name: String, command: JSON)] in
      let name = path + (command["commandName"]?.string ?? "")
      let own = Self.leaves(of: command, under: name + " ")
      return own.isEmpty ? [(name, command)] : own
    }
  }

  private func synopsis(_ page: inout Roff) {
    page.section("SYNOPSIS")
    page.literal(
      ["peftbook [options]"] + commands.map { "peftbook " + Self.usage($0.name, $0.command) })
    page.section("DESCRIPTION")
    page.paragraph(
      "Without a command, peftbook is a prompt: statements load tokenizers, models and data, train "
        + "and compare adapters, and are saved as a Markdown notebook that replays and checks itself. "
        + "In it, help lists the statements and Tab completes them.")
  }

  // MARK: the command line

  /// "replay [options] notebook"
  private static func usage(_ name: String, _ command: JSON) -> String {
    let all = arguments(command)
    let places = all.filter { $0["kind"]?.string == "positional" }.map { argument in
      let name = argument["valueName"]?.string ?? ""
      return argument["isOptional"]?.bool == true ? "[\(name)]" : name
    }
    return ([name] + (places.count < all.count ? ["[options]"] : []) + places)
      .joined(separator: " ")
  }

  private static func arguments(_ command: JSON) -> [JSON] {
    (command["arguments"]?.array ?? []).filter { argument in
      argument["shouldDisplay"]?.bool != false
        && !["help", "version"].contains(argument["preferredName"]?["name"]?.string ?? "")
    }
  }

  /// "--out FILE"
  private static func spelling(_ argument: JSON) -> String {
    let value = argument["valueName"]?.string ?? ""
    guard argument["kind"]?.string != "positional" else { return value }
    let names = (argument["names"]?.array ?? []).map { name in
      (name["kind"]?.string == "short" ? "-" : "--") + (name["name"]?.string ?? "")
    }
    let takes = argument["kind"]?.string == "option" ? " " + value : ""
    return names.joined(separator: ", ") + takes
  }

  private func options(of command: JSON, _ page: inout Roff, under title: String? = nil) {
    let arguments = Self.arguments(command)
    guard !arguments.isEmpty else { return }
    if let title { page.section(title) }
    for argument in arguments {
      page.entry(Self.spelling(argument), argument["abstract"]?.string ?? "")
    }
  }

  // MARK: the language

  private func statements(_ page: inout Roff) {
    page.section("STATEMENTS")
    for spec in verbs {
      let help = VerbHelp(spec: spec)
      page.subsection(spec.name)
      page.literal(help.usages)
      page.paragraph(help.sentence)
      for row in spec.forms.flatMap(help.rows) { page.entry(row) }
      page.paragraph("Example:")
      page.literal(spec.example.split(separator: "\n").map(String.init))
    }
  }

  private func methods(_ page: inout Roff) {
    page.section("METHODS")
    for type in adapterMethods {
      page.subsection("\(type.name): \(type.title)")
      page.paragraph("\(type.summary). \(type.advice)")
      page.literal([type.formula, type.source])
      page.paragraph(
        "Default lr \(Figures.setting(type.defaultLearningRate)). Example: "
          + MethodHelp(type: type).example)
      for row in MethodHelp(type: type).rows { page.entry(row) }
    }
  }

  private func environment(_ page: inout Roff) {
    page.section("FILES")
    for (path, meaning) in [
      (
        "~/.config/peftbook/config",
        "settings for every start, as set takes them, a line each: threads = 2, color = never. In "
          + "$XDG_CONFIG_HOME where that is set; $PEFTBOOK_CONFIG names another file. Nothing needs it"
      ), ("~/.local/state/peftbook/history", "what was typed at prompts; in $XDG_STATE_HOME"),
      ("~/.cache/peftbook/timings.json", "what work took, for the time left; in $XDG_CACHE_HOME"),
      (".peftbook", "results and checkpoints, beside a notebook (--cache)"),
    ] { page.entry(path, meaning) }
    page.section("ENVIRONMENT")
    for (name, meaning) in [
      ("NO_COLOR", "no colours, unless the setting color says always"),
      ("PAGER", "shows an output that is longer than the screen; empty or cat for none"),
      ("VISUAL, EDITOR", "what edit opens a cell in"),
      ("PEFTBOOK_CONFIG, PEFTBOOK_HISTORY", "other files than those above; empty for none"),
      ("HF_HOME, HF_HUB_CACHE", "where hub: sources are found"),
      ("OPENBLAS_CORETYPE", "the kernels that compute; a notebook records them"),
    ] { page.entry(name, meaning) }
  }

  private func exitStatus(_ page: inout Roff) {
    page.section("EXIT STATUS")
    for (code, meaning) in [
      ("0", "fine"), ("1", "check found a difference"), ("2", "status found what is stale"),
      ("64", "an option or file name of the command line"),
      ("65", "syntax; an unknown verb, option, name or word"),
      ("66", "an input that is missing or cannot be read"), ("70", "a statement failed"),
      ("73", "cannot write"), ("75", "recorded with other arithmetic (check --exact)"),
      ("130, 141, 143", "interrupted, the output not read to its end, terminated"),
    ] { page.entry(code, meaning) }
  }
}

/// Text in the language of `man`.
private struct Roff {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func section(_ title: String) { line(".SH " + Self.escaped(title)) }
  mutating func subsection(_ title: String) { line(".SS \"" + Self.escaped(title) + "\"") }
  mutating func paragraph(_ words: String) {
    line(".PP")
    line(Self.escaped(words))
  }

  mutating func entry(_ name: String, _ words: String) {
    line(".TP")
    line("\\fB" + Self.escaped(name) + "\\fR")
    // An empty line would be a gap on the page.
    if !words.isEmpty { line(Self.escaped(words)) }
  }

  /// An argument or option of a statement.
  mutating func entry(_ row: VerbHelp.Row) {
    entry(row.name, "\(row.meaning) (\(row.kind); default: \(row.fallback))")
  }

  /// Lines that stay as they are.
  mutating func literal(_ lines: [String]) {
    line(".PP")
    line(".nf")
    for one in lines { line(Self.escaped(one)) }
    line(".fi")
  }

  /// A backslash begins a command, and so does a full stop or quote at the beginning of a line.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("\"", with: "\\(dq").replacing("\n", with: " ")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
