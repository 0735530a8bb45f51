import Files
import Foundation

/// A training log: a JSON object a step, a line each.
///
/// Lines go out whole and at once, so that a log can be followed while it grows, and what was
/// written stands when a run ends early.
package final class StepLog {
  private let path: String
  private let handle: FileHandle

  /// Opens the file anew.
  package init(_ path: String) throws(FileError) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
    (self.path, self.handle) = (path, handle)
  }

  deinit { try? handle.close() }

  func write(_ report: StepReport) throws(FileError) {
    let line = JSON.object([
      "step": .integer(report.step), "epoch": .integer(report.epoch),
      "loss": .number(report.loss), "learning_rate": .number(report.learningRate),
      "seconds": .number(report.seconds),
    ])
    do {
      try handle.write(contentsOf: Data((line.serialized() + "\n").utf8))
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
  }
}
