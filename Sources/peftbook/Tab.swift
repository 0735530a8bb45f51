import Commands
import Foundation
import Language

/// What Tab does at the prompt.
enum Tab {
  /// - Parameters:
  ///   - line: the line being edited; `cursor` in its code points.
  ///   - before: the earlier lines of the cell.
  static func complete(
    _ line: String, cursor: Int, after before: String, in session: Session
  ) -> TabResult {
    let text = before.isEmpty ? line : before + "\n" + line
    let place = cursor + (before.isEmpty ? 0 : before.unicodeScalars.count + 1)
    if let open = Completer.openString(text, cursor: place, verbs: PromptHelp.verbs) {
      return string(open, in: session)
    }
    let found = Completer.complete(text, cursor: place, verbs: PromptHelp.verbs, names: session)
    let fragment = Completer.fragment(text, cursor: place)
    let next = text.unicodeScalars.dropFirst(place).first
    return result(found, fragment, end: next == nil || next == "\n" ? " " : "")
  }

  /// - Parameter end: what follows a word that is whole.
  private static func result(
    _ found: [Completion], _ fragment: String, end: String
  ) -> TabResult {
    let words = found.map(\.text).filter { !$0.isEmpty }
    if words.count == 1, found.count == 1 {
      let isOpen = words[0].hasSuffix("=") || words[0].hasPrefix("[")
      return TabResult(insertion: rest(words[0], behind: fragment) + (isOpen ? "" : end))
    }
    let common = commonBeginning(words)
    if common.unicodeScalars.count > fragment.unicodeScalars.count {
      return TabResult(insertion: rest(common, behind: fragment))
    }
    return TabResult(lines: listing(found))
  }

  /// A line each, as wide as the terminal.
  private static func listing(_ found: [Completion]) -> [String] {
    let width = found.map { displayWidth($0.text) }.max() ?? 0
    return found.map { completion in
      if completion.text.isEmpty { return clipped("  " + completion.detail) }
      let padding = String(repeating: " ", count: width - displayWidth(completion.text))
      return clipped("  " + completion.text + padding + "   " + completion.detail)
    }
  }

  private static func clipped(_ line: String) -> String {
    let columns = max(10, LineEditor.columns - 1)
    guard displayWidth(line) > columns else { return line }
    return fitting(line, columns: columns - 1) + "…"
  }

  private static func rest(_ word: String, behind fragment: String) -> String {
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

  private static let mostFiles = 50

  /// What a string may name: what ships, what is cached, rows, files.
  private static func string(_ open: Completer.OpenString, in session: Session) -> TabResult {
    let isFile = open.kinds.isEmpty || open.kinds.contains { [.source, .path].contains($0) }
    let known = session.strings(for: open).filter { $0.text.hasPrefix(open.text) }
    let found = known + (isFile ? files(open.text, in: session.folder) : [])
    if found.count == 1, !found[0].text.hasSuffix("/") {
      return TabResult(
        insertion: rest(found[0].text, behind: open.text) + (open.isClosed ? "" : "\""))
    }
    let common = commonBeginning(found.map(\.text))
    if common.unicodeScalars.count > open.text.unicodeScalars.count {
      return TabResult(insertion: rest(common, behind: open.text))
    }
    let more = found.count - mostFiles
    return TabResult(
      lines: listing(Array(found.prefix(mostFiles))) + (more > 0 ? ["  … \(more) more"] : []))
  }

  /// Files and folders that begin like the string being typed.
  private static func files(_ open: String, in folder: String) -> [Completion] {
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
