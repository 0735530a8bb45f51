import ArgumentParser
import Commands
import Foundation
import Language
import Notebooks

/// `peftbook cache list` and `peftbook cache prune`
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "What is kept in .peftbook, and getting rid of it.",
    subcommands: [CacheListCommand.self, CachePruneCommand.self])
}

/// Which cache a command is about.
struct CacheChoice: ParsableArguments {
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp("Which cache. Default: .peftbook here.", valueName: "DIR"))
  var folder: String?

  func cache() throws -> ResultCache {
    let here = FileManager.default.currentDirectoryPath
    let folder = folder ?? ResultCache.usualFolder(in: here)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw NotebookRun.exit(
        NotebookError.file(.notFound(path: folder)), Console(errorStyle: .text))
    }
    return ResultCache(folder: folder)
  }
}

struct CacheListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "What is kept, what was used last first.")

  @OptionGroup var choice: CacheChoice
  @OptionGroup var common: ErrorOptions

  func run() throws {
    let console = common.console
    let items = try choice.cache().items()
    let rows = items.map { item in
      [
        Figures.bytes(item.bytes), Figures.duration(-item.used.timeIntervalSinceNow),
        item.what.split(separator: "\n").first.map(String.init) ?? "",
      ]
    }
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { text, width in
        String(repeating: " ", count: width - text.count) + text
      }
      console.show((cells + [row[2]]).joined(separator: "   "))
    }
    let bytes = Figures.bytes(items.reduce(0) { $0 + $1.bytes })
    console.show("\(NotebookRun.count(items.count, "file")), \(bytes)")
  }
}

struct CachePruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Take away what was not used for long, or beyond a size.")

  @Option(help: ArgumentHelp("What was not used for so long: 30d, 12h, 10m.", valueName: "TIME"))
  var olderThan: String?

  @Option(help: ArgumentHelp("What was used longest ago, beyond 2GB, 500MB.", valueName: "SIZE"))
  var maxSize: String?

  @OptionGroup var choice: CacheChoice
  @OptionGroup var common: ErrorOptions

  private var seconds: Double? {
    guard case .duration(let seconds) = olderThan.flatMap({ try? Parser.value($0) }) else {
      return nil
    }
    return seconds
  }

  private var bytes: Int? {
    guard case .size(let bytes) = maxSize.flatMap({ try? Parser.value($0) }) else { return nil }
    return bytes
  }

  func validate() throws {
    if olderThan == nil, maxSize == nil {
      throw ValidationError("prune needs --older-than or --max-size")
    }
    if let olderThan, seconds == nil {
      throw ValidationError("--older-than is '\(olderThan)', but must be a time such as 30d")
    }
    if let maxSize, bytes == nil {
      throw ValidationError("--max-size is '\(maxSize)', but must be a size such as 2GB")
    }
  }

  func run() throws {
    let cache = try choice.cache()
    let (count, freed): (Int, Int)
    do { (count, freed) = try cache.prune(olderThan: seconds, largest: bytes) } catch {
      throw NotebookRun.exit(NotebookError.file(error), common.console)
    }
    common.console.show(
      "\(NotebookRun.count(count, "file")) removed, \(Figures.bytes(freed)) free again")
  }
}
