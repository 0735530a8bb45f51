import Foundation
import Testing

@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct ExportTests {
  private static let text =
    "# Title\n\n```peft\nparam x = 3\n```\n```output digest=b91ad33d22c52cd8\nx      3\n```\n"

  private func folder(_ text: String = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "nb.md")
    return folder
  }

  @Test func aPageStandsBesideTheNotebook() throws {
    let folder = try folder()
    let run = try Program.run(["export", "nb.md", "--to", "html"], in: folder.url)
    #expect(run.exit == 0)
    #expect(run.output.isEmpty)
    #expect(run.errors == "nb.html written\n")
    let page = try folder.read("nb.html")
    #expect(page.hasPrefix("<!doctype html>"))
    let shown = try Program.run(
      ["export", "nb.md", "--to", "html", "--out", "-"], in: folder.url)
    #expect(shown.output == page)
  }

  @Test func jupyterAndBack() throws {
    let folder = try folder()
    #expect(try Program.run(["export", "nb.md", "--to", "ipynb"], in: folder.url).exit == 0)
    let refused = try Program.run(["export", "nb.ipynb", "--to", "md"], in: folder.url)
    #expect(refused.exit == 73)
    #expect(refused.errors.contains("'nb.md' is there already"))
    let back = try Program.run(
      ["export", "nb.ipynb", "--to", "md", "--out", "back.md"], in: folder.url)
    #expect(back.exit == 0)
    #expect(try folder.read("back.md") == Self.text)
  }

  @Test func whatCannotBeExported() throws {
    let folder = try folder()
    let unknown = try Program.run(["export", "nb.md", "--to", "htlm"], in: folder.url)
    #expect(unknown.exit == 64)
    #expect(unknown.errors.contains("did you mean 'html'?"))
    #expect(try Program.run(["export", "no.md", "--to", "html"], in: folder.url).exit == 66)
    let own = try Program.run(
      ["export", "nb.md", "--to", "html", "--out", "nb.md"], in: folder.url)
    #expect(own.exit == 73)
    #expect(try folder.read("nb.md") == Self.text)
    try folder.write("not json", to: "x.ipynb")
    #expect(try Program.run(["export", "x.ipynb", "--to", "md"], in: folder.url).exit == 66)
  }

  @Test func aCheckShowsAPatchAndPromotesWhatDiffers() throws {
    let folder = try folder(Self.text.replacing("x      3", with: "x      4"))
    let before = try folder.read("nb.md")
    let shown = try Program.run(["check", "nb.md", "--diff"], in: folder.url)
    #expect(shown.exit == 1)
    #expect(shown.output.contains("\n-x      4\n"))
    #expect(shown.output.contains("\n+x      3\n"))
    #expect(!shown.output.contains("cell"))
    #expect(shown.errors.hasSuffix("1 difference\n"))
    #expect(try folder.read("nb.md") == before)
    let promoted = try Program.run(["check", "nb.md", "--promote"], in: folder.url)
    #expect(promoted.exit == 0)
    #expect(promoted.output.hasSuffix("1 output promoted (1)\n"))
    #expect(try Program.run(["check", "nb.md", "--diff"], in: folder.url).output.isEmpty)
    #expect(try Program.run(["check", "nb.md", "--cell", "1"], in: folder.url).exit == 64)
    let missing = try Program.run(
      ["check", "nb.md", "--promote", "--cell", "7"], in: folder.url)
    #expect(missing.exit == 64)
    #expect(missing.errors.contains("has no cell 7"))
  }
}
