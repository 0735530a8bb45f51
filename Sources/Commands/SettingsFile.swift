import Files
import Foundation
import Language

/// `~/.config/peftbook/config`: settings for every start, as `set` takes them, a line each. Blank
/// lines and comments are passed over; nobody needs the file.
///
/// A line that is wrong is passed over with a warning: settings are no reason not to start.
package struct SettingsFile {
  /// A line that is wrong, and the file's text around it.
  package struct Problem: Error {
    package let diagnostic: Diagnostic
    package let source: SourceText
  }

  /// As a person would write it; nil where the environment names no place for it.
  package let path: String?
  /// Whether somebody asked for this very file.
  private let isNamed: Bool

  /// `$PEFTBOOK_CONFIG` (empty for none), else `peftbook/config` in `$XDG_CONFIG_HOME` or
  /// `~/.config`.
  package init(environment: [String: String]) {
    isNamed = environment["PEFTBOOK_CONFIG"] != nil
    if let named = environment["PEFTBOOK_CONFIG"] {
      path = named.isEmpty ? nil : named
    } else if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
      path = configuration + "/peftbook/config"
    } else {
      path = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/peftbook/config" }
    }
  }

  /// Changes settings to what the file says.
  ///
  /// - Returns: what is wrong with it.
  package func read(into settings: inout Settings) -> [Problem] {
    guard let path, let text = read(path) else { return [] }
    switch text {
    case .failure(let problem): return [problem]
    case .success(let text):
      var problems: [Problem] = []
      // By code points: a line end of Windows is one character.
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        do throws(Problem) {
          let line = line.last == "\r" ? line.dropLast() : line
          try Self.take(String(line), number: index + 1, of: path, into: &settings)
        } catch { problems.append(error) }
      }
      return problems
    }
  }

  /// The text; nil where there is no file, and none has to be there.
  private func read(_ path: String) -> Result<String, Problem>? {
    func problem(_ message: String) -> Result<String, Problem> {
      .failure(
        Problem(
          diagnostic: Diagnostic(code: "settings", exit: 66, message: message),
          source: SourceText(text: "")))
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return isNamed ? problem("no such settings file: '\(path)' (PEFTBOOK_CONFIG)") : nil
    }
    if isFolder.boolValue { return problem("'\(path)' is a folder, and no settings file") }
    do { return .success(try FileBytes(mapping: path).text()) } catch {
      return problem("the settings are not read: \(error)")
    }
  }

  /// The value of `pager = less -S`; nil where it is one word, or quoted.
  private static func withoutQuotes(_ line: String) -> String? {
    let parts = line.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let value = parts[1].trimmingCharacters(in: .whitespaces)
    let marks: Set<Character> = ["\"", ";", "#", "="]
    return value.contains(" ") && !value.contains(where: marks.contains) ? value : nil
  }

  /// A line is what stands behind `set`; with that word before it, it is the same.
  private static func take(
    _ line: String, number: Int, of path: String, into settings: inout Settings
  ) throws(Problem) {
    let verb = SetCommand.spec.name + " "
    let hasVerb = line.drop { $0 == " " || $0 == "\t" }.hasPrefix(verb)
    let shift = hasVerb ? 0 : verb.unicodeScalars.count
    do throws(Diagnostic) {
      let typed = SourceText(text: hasVerb ? line : verb + line)
      let statements = try Parser.parse(typed)
      if statements.count > 1 {
        throw Diagnostic(
          code: "settings", exit: 65, message: "a setting stands on a line of its own",
          span: statements[1].span)
      }
      for statement in statements {
        settings.take(
          try Checker.check(statement, verbs: [SetCommand.spec], names: NoNames()))
      }
    } catch {
      var error =
        withoutQuotes(line).map { value in
          Diagnostic(
            code: "settings", exit: 65, message: "a value of several words stands in quotes",
            span: error.span, suggestion: JSON.string(value).serialized())
        } ?? error
      error.span = error.span.map { span in
        Span(start: max(0, span.start - shift), end: max(0, span.end - shift))
      }
      throw Problem(
        diagnostic: error, source: SourceText(file: path, text: line, firstLine: number))
    }
  }
}

/// Settings name no objects.
private struct NoNames: NameTable {
  func kind(of name: String) -> String? { nil }
  var names: [String] { [] }
}
