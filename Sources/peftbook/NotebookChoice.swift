import Foundation
import Language
import Notebooks

/// What may be opened at the prompt.
enum NotebookChoice {
  private static let endings = [".md", ".markdown"]

  /// Why a path is no notebook to open; nil when it is one, or can become one.
  static func refusal(of path: String) -> Diagnostic? {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let isNamedSo = endings.contains { path.lowercased().hasSuffix($0) }
    if isFolder.boolValue {
      return Diagnostic(code: "usage", exit: 64, message: "'\(path)' is a folder")
    }
    if isThere {
      guard !isNamedSo, let document = try? NotebookExport.read(path) else { return nil }
      // A data file must not grow cells because its name was typed in the wrong place.
      let isOurs = document.frontMatter?["peftbook"] != nil || !document.cells(file: path).isEmpty
      return isOurs
        ? nil
        : Diagnostic(
          code: "usage", exit: 64,
          message: "'\(path)' is no notebook: it has no cells, and its name does not end in .md")
    }
    guard isNamedSo else {
      return Diagnostic(
        code: "missing-file", exit: 66, message: "no such file: '\(path)'",
        suggestion: Suggestion.nearestFile(path, at: path))
    }
    let folder = NotebookRun.folder(of: path)
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      return Diagnostic(
        code: "missing-file", exit: 66, message: "no folder for '\(path)': '\(folder)'")
    }
    return nil
  }
}

extension Desk {
  /// Says why cells are not kept in the notebook, where they are not.
  func showHindrance() {
    guard let hindrance = file?.hindrance else { return }
    console.remark("\(hindrance): cells typed here are not kept (save session to \"copy.md\")")
  }

  /// Says what an opened notebook holds, and what of it would have to run.
  func showNotebook() {
    guard let file else { return }
    showHindrance()
    guard file.isThere else {
      if file.hindrance == nil {
        console.remark("\(file.path) is new: it will be made with the first cell")
      }
      return
    }
    let stale = sitting.stale
    let names = runner.session.names
    var line = "\(file.path)   \(NotebookRun.count(sitting.count, "cell"))"
    if !names.isEmpty { line += ": " + names.joined(separator: ", ") }
    console.say(line)
    let recorded = file.document.frontMatter?["arithmetic"]
    if let recorded, recorded != runner.arithmetic {
      console.remark("recorded with \(recorded), now \(runner.arithmetic)")
    }
    for (number, reason) in stale.prefix(5) { console.remark("cell \(number)   \(reason)") }
    if stale.count > 5 { console.remark("and \(stale.count - 5) more: history lists them") }
    if !stale.isEmpty {
      console.remark("\(stale.count) of \(sitting.count) cells would run: rerun stale runs them")
    }
  }
}
