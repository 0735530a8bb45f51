import Experiments
import Files
import Foundation
import Layers
import Notebooks
import Training

/// How long work took on this machine, by the shape of what was computed: time left is then known
/// from a run's first step on. No result depends on it.
///
/// A file of the user's, not of a notebook, so that a new notebook knows it too. What cannot be
/// read or written is done without.
package struct Timings {
  private let path: String
  private static let most = 500

  /// `peftbook/timings.json` in `$XDG_CACHE_HOME` or `~/.cache`; nil where there is neither.
  package init?(environment: [String: String]) {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      path = cache + "/peftbook/timings.json"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = home + "/.cache/peftbook/timings.json"
    } else {
      return nil
    }
  }

  /// - Parameter keys: of shapes, the best likeness first.
  package func timing(of keys: [String]) -> Timing? {
    let entries = read()
    for key in keys {
      guard let training = entries[key]?[0]?.double, let scoring = entries[key]?[1]?.double,
        training > 0, scoring > 0, training.isFinite, scoring.isFinite
      else { continue }
      return Timing(training: training, scoring: scoring)
    }
    return nil
  }

  /// The newest stand at the end; the oldest go.
  package func note(_ timing: Timing, of keys: [String]) {
    var entries = read()
    for key in keys {
      entries[key] = nil
      entries[key] = .array([.number(timing.training), .number(timing.scoring)])
    }
    let kept = JSONObject(Array(entries.pairs.suffix(Self.most)))
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? AtomicFile.write(JSON.object(kept).serialized() + "\n", to: path)
  }

  private func read() -> JSONObject {
    guard let text = try? FileBytes(mapping: path).text() else { return JSONObject() }
    return (try? JSON.parse(text, file: path))?.object ?? JSONObject()
  }
}

extension Session {
  /// What work like a row's is found by: its own method on such a model, then any method.
  func timingKeys(of row: ComparisonRow, on base: any LanguageModel) -> [String] {
    let specification = base.specification
    let shape = digest(of: [
      specification.head.rawValue, specification.configuration.json.serialized(), RowWork.unit,
      "\(engine.threads)", arithmetic,
    ]).prefix(16)
    return ["\(shape) \(row.method.name)", "\(shape)"]
  }

  func timing(of row: ComparisonRow, on base: any LanguageModel) -> Timing? {
    timings?.timing(of: timingKeys(of: row, on: base))
  }
}
