import Files
import Foundation

/// The file of the notebook that stands open at a prompt.
package final class SittingFile {
  package let path: String
  /// As it was read or written last; nil for a file that is not there yet.
  private var known: [UInt8]?
  /// Held while the sitting lasts.
  private let lock: FileLock?
  /// Why nothing is written to it; nil where cells are kept in it.
  package let hindrance: String?

  /// - Throws: when the file is there and cannot be read.
  package init(_ path: String, cache: ResultCache) throws(NotebookError) {
    self.path = path
    var lock: FileLock?
    var hindrance: String?
    let folder = URL(filePath: path).deletingLastPathComponent().path
    if access(folder, W_OK) != 0 || (AtomicFile.exists(path) && access(path, W_OK) != 0) {
      hindrance = "'\(path)' cannot be written"
    } else {
      do { lock = try cache.lock(notebook: path) } catch {
        hindrance = "another process has '\(path)' open and writes it"
      }
    }
    (self.lock, self.hindrance) = (lock, hindrance)
    known = try AtomicFile.exists(path) ? NotebookFile(path).bytes : nil
  }

  /// Leaves it to others.
  package func close() { lock?.release() }

  package var isThere: Bool { known != nil }

  /// As it was read or written last.
  package var document: NotebookDocument { NotebookDocument.parse(known ?? []) }

  /// What somebody else made of it since; nil where it is as it was.
  ///
  /// - Throws: when it went away, or holds a cell without an end.
  package func edited() throws(NotebookError) -> NotebookDocument? {
    guard hindrance == nil, let known else { return nil }
    let file = try NotebookFile(path)
    guard file.bytes != known else { return nil }
    try file.document.requireClosedCells(file: path)
    self.known = file.bytes
    return file.document
  }

  /// Writes the document, unless the file is not as it was read or written last. One that does not
  /// change is not written.
  package func write(_ document: NotebookDocument) throws(NotebookError) {
    let bytes = document.printed()
    guard hindrance == nil, bytes != known else { return }
    if let known {
      guard try NotebookFile(path).bytes == known else { throw .editedMeanwhile(path: path) }
    } else if AtomicFile.exists(path) {
      throw .editedMeanwhile(path: path)
    }
    try NotebookFile.write(bytes, to: path)
    known = bytes
  }
}
