import ArgumentParser
import Foundation
import Language
import Notebooks

/// `peftbook export NB --to html|ipynb|md`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a notebook as a page, or as a Jupyter notebook and back; runs nothing.")

  @ArgumentParser.Argument(
    help: "The notebook, a Markdown file or what --to ipynb wrote.",
    completion: .file(extensions: ["md", "ipynb"]))
  var notebook: String

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "The format: \(ExportCommand.formats.joined(separator: ", ")).", valueName: "format"),
    completion: .list(ExportCommand.formats))
  var format: String

  @Option(
    help: ArgumentHelp(
      "The file to write, - for standard output. Default: beside the notebook.", valueName: "FILE"),
    completion: .file())
  var out: String?

  @OptionGroup var common: ErrorOptions

  private static var formats: [String] { notebookExporters.map { $0.name } }

  func run() throws {
    let console = common.console
    do {
      let exporter = try exporter()
      let path = out ?? NotebookExport.path(of: notebook, as: exporter)
      try refuseOverwriting(path)
      let document = try NotebookExport.read(notebook)
      let bytes = exporter.export(document, title: NotebookExport.title(of: notebook))
      guard path != "-" else { return console.show(bytes) }
      try NotebookExport.write(bytes, to: path)
      console.remark("\(path) written")
    } catch { throw NotebookRun.exit(error, console) }
  }

  private func exporter() throws(Diagnostic) -> any NotebookExporter.Type {
    if let known = notebookExporters.first(where: { $0.name == format }) { return known }
    throw Diagnostic(
      code: "usage", exit: 64, message: "no export to '\(format)'",
      suggestion: Suggestion.nearest(format, among: ExportCommand.formats),
      note: "(" + ExportCommand.formats.joined(separator: ", ") + ")")
  }

  /// A notebook is replaced only where its name was typed.
  private func refuseOverwriting(_ path: String) throws(Diagnostic) {
    guard path != "-", FileManager.default.fileExists(atPath: path) else { return }
    let isItself =
      URL(filePath: path).resolvingSymlinksInPath()
      == URL(filePath: notebook).resolvingSymlinksInPath()
    guard isItself || (out == nil && path.hasSuffix(".md")) else { return }
    throw Diagnostic(
      code: "cannot-write", exit: 73, message: "'\(path)' is there already; name another with --out"
    )
  }
}
