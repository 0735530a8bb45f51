import ArgumentParser
import Commands
import Foundation
import Language
import Notebooks

/// `peftbook status NB`
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say which cells a replay would run, and because of what; run nothing.")

  @ArgumentParser.Argument(
    help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
  var notebook: String

  @OptionGroup var caching: CacheOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let status: NotebookStatus
    do {
      let session = common.session(folder: NotebookRun.folder(of: notebook))
      let cache = caching.cache(of: notebook)
      session.cache = cache
      session.onRemark = { console.remark($0) }
      status = try NotebookStatus(
        path: notebook, planner: session, arithmetic: session.arithmetic, cache: cache)
      cache.rememberFiles()
    } catch { throw NotebookRun.exit(error, console) }
    let stale = status.cells.filter { $0.reason != nil }
    let width = stale.map { "cell \($0.number)".count }.max() ?? 0
    for cell in stale {
      let name = "cell \(cell.number)"
      let padding = String(repeating: " ", count: width - name.count + 3)
      console.show(name + padding + (cell.reason ?? ""))
    }
    console.show("fresh: \(status.freshCount) of \(status.cells.count)")
    if !status.isFresh { throw ExitCode(2) }
  }
}
