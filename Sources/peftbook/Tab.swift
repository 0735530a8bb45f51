import Commands
import Foundation
import Language

/// What Tab does at the prompt.
struct Tab {
  let names: PromptNames
  /// Rows and columns of the terminal; nil where it does not say.
  var screen = Screen.current

  /// - Parameters:
  ///   - line: the line being edited; `cursor` in its code points.
  ///   - before: the earlier lines of the cell.
  func complete(_ line: String, cursor: Int, after before: String = "") -> TabResult {
    let text = before.isEmpty ? line : before + "\n" + line
    let place = cursor + (before.isEmpty ? 0 : before.unicodeScalars.count + 1)
    let behind = text.unicodeScalars.dropFirst(place)
    let isAtEnd = behind.first.map { $0 == "\n" } ?? true
    var result: TabResult
    if let open = Completer.openString(text, cursor: place, verbs: PromptHelp.verbs) {
      result = string(open, end: isAtEnd ? " " : "")
    } else if isAtEnd, Completer.needsBlank(text, cursor: place) {
      // The next word would run into the value.
      return TabResult(insertion: " ")
    } else {
      let found = Completer.complete(text, cursor: place, verbs: PromptHelp.verbs, names: names)
      result = self.result(
        found, Completer.fragment(text, cursor: place), behind: behind, end: isAtEnd ? " " : "")
    }
    result.room = screen.map { screen in
      max(3, screen.rows - rows(of: line, columns: screen.columns))
    }
    return result
  }

  /// How many rows of the terminal a cell takes.
  private func rows(of cell: String, columns: Int) -> Int {
    cell.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { rows, line in
      rows + (displayWidth(Prompt.first) + displayWidth(String(line))) / columns + 1
    }
  }

  /// - Parameter end: what follows a word that is whole.
  private func result(
    _ found: [Completion], _ fragment: String, behind: Substring.UnicodeScalarView, end: String
  ) -> TabResult {
    // The `=` of an option may be there already.
    let hasEquals = behind.first { $0 != " " } == "="
    let words = found.map(\.text).filter { !$0.isEmpty }.map {
      hasEquals && $0.hasSuffix("=") ? String($0.dropLast()) : $0
    }
    guard words.count == found.count else { return listing(found) }
    if words.count == 1 {
      let isOpen = hasEquals || words[0].hasSuffix("=") || words[0].hasPrefix("[")
      return TabResult(insertion: rest(words[0], behind: fragment) + (isOpen ? "" : end))
    }
    let common = Tab.commonBeginning(words)
    if common.unicodeScalars.count > fragment.unicodeScalars.count {
      return TabResult(insertion: rest(common, behind: fragment))
    }
    return listing(found)
  }

  private func listing(_ found: [Completion]) -> TabResult {
    TabResult(list: TabListing(found: found, columns: screen?.columns ?? LineEditor.columns))
  }

  private func rest(_ word: String, behind fragment: String) -> String {
    String(
      String.UnicodeScalarView(word.unicodeScalars.dropFirst(fragment.unicodeScalars.count)))
  }

  static func commonBeginning(_ words: [String]) -> String {
    guard var common = words.first.map({ Array($0.unicodeScalars) }) else { return "" }
    for word in words.dropFirst() {
      let same = zip(common, word.unicodeScalars).prefix { $0 == $1 }.count
      common = Array(common.prefix(same))
    }
    return String(String.UnicodeScalarView(common))
  }

  // MARK: strings

  /// What a string may name: a parameter, what ships, what is cached, rows, files.
  ///
  /// - Parameter end: what follows a string that is whole.
  private func string(_ open: Completer.OpenString, end: String) -> TabResult {
    if let begun = open.parameter {
      let found = names.parameterNames.filter { $0.hasPrefix(begun) }
      let common = Tab.commonBeginning(found)
      if !rest(common, behind: begun).isEmpty {
        return TabResult(insertion: rest(common, behind: begun))
      }
      if found.count > 1 { return listing(found.map { Completion("$" + $0, "parameter") }) }
    }
    guard let value = open.value(names) else { return TabResult() }
    let isFile = open.kinds.isEmpty || open.kinds.contains { [.source, .path].contains($0) }
    let known = names.session.strings(for: open).filter { $0.text.hasPrefix(value) }
    let found = known + (isFile ? files(value, in: names.session.folder) : [])
    if found.count == 1, !found[0].text.hasSuffix("/") {
      return TabResult(
        insertion: Completer.quoted(rest(found[0].text, behind: value))
          + (open.isClosed ? "" : open.quote + end))
    }
    let common = Tab.commonBeginning(found.map(\.text))
    if common.unicodeScalars.count > value.unicodeScalars.count {
      return TabResult(insertion: Completer.quoted(rest(common, behind: value)))
    }
    return listing(found.map { Completion(Completer.quoted($0.text), $0.detail) })
  }

  /// Files and folders that begin like the string being typed.
  private func files(_ open: String, in folder: String) -> [Completion] {
    let slash = open.lastIndex(of: "/")
    let parent = slash.map { String(open[...$0]) } ?? ""
    let fragment = slash.map { String(open[open.index(after: $0)...]) } ?? open
    let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
    let base =
      parent.hasPrefix("/")
      ? parent
      : parent.hasPrefix("~/") ? home + parent.dropFirst() : folder + "/" + parent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    return names.filter {
      $0.hasPrefix(fragment) && (fragment.hasPrefix(".") || !$0.hasPrefix("."))
    }
    .sorted().map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: base + "/" + name, isDirectory: &isFolder)
      return Completion(parent + name + (isFolder.boolValue ? "/" : ""), "")
    }
  }
}
