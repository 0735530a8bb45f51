import Files
import Language
import Notebooks

/// The file of `--json`: one object a statement, a line each, written as it goes.
package struct RecordFile {
  private let file: LineFile

  /// - Throws: `cannot-write` (73).
  package init(_ path: String) throws(Diagnostic) {
    do { file = try LineFile(path) } catch { throw RecordFile.diagnostic(error) }
  }

  package func append(_ result: StatementResult) throws(Diagnostic) {
    do { try file.append(result.jsonLine) } catch { throw RecordFile.diagnostic(error) }
  }

  private static func diagnostic(_ error: FileError) -> Diagnostic {
    Diagnostic(code: "cannot-write", exit: 73, message: error.description)
  }
}
