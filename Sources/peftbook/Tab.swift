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
    if let open = Completer.openString(text, cursor: place) {
      return files(open, in: session.folder)
    }
    let verbs = Session.verbs + PromptVerbs.specs.filter { $0.name != "save" }
    let found = Completer.complete(text, cursor: place, verbs: verbs, names: session)
    let fragment = Completer.fragment(text, cursor: place)
    return result(found, fragment)
  }

  private static func result(_ found: [Completion], _ fragment: String) -> TabResult {
    let words = found.map(\.text).filter { !$0.isEmpty }
    if words.count == 1, found.count == 1 {
      let end = words[0].hasSuffix("=") ? "" : " "
      return TabResult(insertion: rest(words[0], behind: fragment) + end)
    }
    let common = commonBeginning(words)
    if common.unicodeScalars.count > fragment.unicodeScalars.count {
      return TabResult(insertion: rest(common, behind: fragment))
    }
    return TabResult(lines: listing(found))
  }

  private static func listing(_ found: [Completion]) -> [String] {
    let width = found.map { displayWidth($0.text) }.max() ?? 0
    return found.map { completion in
      if completion.text.isEmpty { return "  " + completion.detail }
      let padding = String(repeating: " ", count: width - displayWidth(completion.text))
      let line = "  " + completion.text + padding + "   " + completion.detail
      return String(line.prefix(max(10, LineEditor.columns - 1)))
    }
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

  /// Files and folders that begin like the string being typed.
  private static func files(_ open: String, in folder: String) -> TabResult {
    let slash = open.lastIndex(of: "/")
    let parent = slash.map { String(open[...$0]) } ?? ""
    let fragment = slash.map { String(open[open.index(after: $0)...]) } ?? open
    let base = parent.hasPrefix("/") ? parent : folder + "/" + parent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    let found = names.filter {
      $0.hasPrefix(fragment) && (fragment.hasPrefix(".") || !$0.hasPrefix("."))
    }
    .sorted().map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: base + "/" + name, isDirectory: &isFolder)
      return isFolder.boolValue ? name + "/" : name
    }
    if found.count == 1 {
      return TabResult(
        insertion: rest(found[0], behind: fragment) + (found[0].hasSuffix("/") ? "" : "\""))
    }
    let common = commonBeginning(found)
    if common.unicodeScalars.count > fragment.unicodeScalars.count {
      return TabResult(insertion: rest(common, behind: fragment))
    }
    return TabResult(lines: found.prefix(50).map { "  " + $0 })
  }
}
