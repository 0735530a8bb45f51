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
    // Opened in place: a device or a pipe stays what it is.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    (self.path, handle) = (path, FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }

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
