import Files
import Language

/// What one statement did.
package struct StatementResult: Sendable {
  /// What it prints, for people and for the notebook.
  package var output: CellOutput
  /// Its object for `--json`: every value at full precision.
  package var record: JSONObject
  /// False when the result came from a cache.
  package var executed: Bool
  /// What it depends on; nil without a cache.
  package var foresight: Foresight?
  /// Whether somebody asked to read it: a terminal may turn pages.
  package var isForReading = false

  package init(
    output: CellOutput, record: JSONObject = [:], executed: Bool = true,
    foresight: Foresight? = nil
  ) {
    self.output = output
    self.record = record
    self.executed = executed
    self.foresight = foresight
  }
}

/// Runs statements one after another; a notebook knows nothing else about what they mean.
package protocol Evaluator: AnyObject {
  /// Runs one statement. On an error every name is as it was before.
  ///
  /// - Parameters:
  ///   - source: the text the statement's spans point into; for a cell its whole body.
  ///   - cell: number of the cell from 1, nil at a prompt.
  /// - Throws: a diagnostic whose span lies in `source`; one may be an interruption.
  func evaluate(
    _ statement: Statement, in source: SourceText, cell: Int?
  ) throws(Diagnostic) -> StatementResult

  /// What the statement depends on that was evaluated last, also when it failed; nil without a
  /// cache.
  var lastForesight: Foresight? { get }

  /// The arithmetic fingerprint that a notebook records.
  var arithmetic: String { get }

  /// While set, every write to a relative path lands below this folder (which exists) under the
  /// same relative path, and every read of a relative path looks there first; printed paths
  /// stay as typed. A check sets it, so that cells see what earlier cells wrote and the user's
  /// files stay as they are.
  var writesRedirectedTo: String? { get set }
}

extension Evaluator {
  package var lastForesight: Foresight? { nil }
}
