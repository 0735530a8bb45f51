import Commands
import Foundation
import Language
import Notebooks
import Testing

/// The guide is run by the checks; here, that it leaves nothing out.
@Suite struct GuideTests {
  private static let reference = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../notebooks/guide/language.md").standardizedFileURL.path

  private func cells() throws -> [Cell] {
    NotebookDocument.parse(try String(contentsOfFile: Self.reference, encoding: .utf8))
      .cells(file: "language.md")
  }

  @Test func theLanguageReferenceRunsEveryVerb() throws {
    var shown: Set<String> = []
    for cell in try cells() where cell.expectedFailure == nil {
      shown.formUnion(try Parser.parse(cell.code.source).map(\.verb.value))
    }
    let missing = Session.verbs.map(\.name).filter { !shown.contains($0) }
    #expect(missing.isEmpty)
  }

  /// A cell for a code of the language, or at least a line in the table.
  @Test func theLanguageReferenceNamesEveryFailureItShows() throws {
    let text = try String(contentsOfFile: Self.reference, encoding: .utf8)
    let failures = try cells().compactMap(\.expectedFailure)
    #expect(failures.count > 10)
    for code in failures { #expect(text.contains("`\(code)`"), "\(code)") }
  }
}
