import Adapters
import Training

/// Why a comparison ended without a table; the row is named as in the table.
package enum ExperimentError: Error, Equatable {
  case noRows
  /// A baseline that no row is called.
  case unknownRow(String, known: [String])
  case adapter(row: String, AdapterError)
  case training(row: String, TrainingError)
}

extension ExperimentError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noRows: "a comparison needs at least one row"
    case .unknownRow(let name, _): "no row is called '\(name)'"
    case .adapter(let row, let error): "\(row): \(error)"
    case .training(let row, let error): "\(row): \(error)"
    }
  }
}
