import Files
import Language

/// Why a notebook could not be run, checked or written.
package enum NotebookError: Error, Equatable {
  case file(FileError)
  /// A defect of the notebook itself, at its place.
  case located(LocatedDiagnostic)
  /// The file changed between reading and writing.
  case editedMeanwhile(path: String)
  /// Another process replays the notebook, or has it at its prompt, and will write it.
  case inUse(path: String)
  /// A parameter's value may not go into the notebook it was given for.
  case parametersNeedOut(names: [String])
  case unknownParameter(name: String, path: String, known: [String])
  case noJupyterNotebook(path: String)
  case noSuchCell(Int, path: String, cells: Int)
  /// A single output may not come from another arithmetic than the rest of its notebook.
  case otherArithmetic(path: String, recorded: String, now: String)
}

extension NotebookError {
  package var exitCode: Int32 {
    switch self {
    case .file(.cannotWrite), .file(.inTheWay), .editedMeanwhile, .inUse: 73
    case .file: 66
    case .located(let error): error.diagnostic.exit
    case .parametersNeedOut: 64
    case .unknownParameter: 65
    case .noJupyterNotebook: 66
    case .noSuchCell: 64
    case .otherArithmetic: 75
    }
  }

  /// The stable word for `--errors=json`.
  package var code: String {
    switch self {
    case .file(.notFound): "missing-file"
    case .file(.cannotWrite), .file(.inTheWay): "cannot-write"
    case .file, .noJupyterNotebook: "unreadable-file"
    case .located(let error): error.diagnostic.code
    case .editedMeanwhile: "edited-meanwhile"
    case .inUse: "in-use"
    case .parametersNeedOut, .noSuchCell: "usage"
    case .unknownParameter: "unknown-name"
    case .otherArithmetic: "other-arithmetic"
    }
  }

  /// What was probably meant.
  package var suggestion: String? {
    switch self {
    case .located(let error): error.diagnostic.suggestion
    case .unknownParameter(let name, _, let known): Suggestion.nearest(name, among: known)
    case .file(.notFound(let path)): Suggestion.nearestFile(path, at: path)
    default: nil
    }
  }
}

extension NotebookError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): return error.description
    case .located(let error): return error.diagnostic.message
    case .editedMeanwhile(let path):
      return "'\(path)' was edited while it ran, so it was not overwritten; run it again"
    case .inUse(let path):
      return "another process has '\(path)' open and will write it; check, status and replay --out "
        + "only read it"
    case .parametersNeedOut(let names):
      let list = names.map { "'\($0)'" }.joined(separator: ", ")
      return "a value for \(list) would change the notebook: name another file with --out"
    case .unknownParameter(let name, let path, let known):
      let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
      return "'\(path)' has no parameter '\(name)' (\(list))"
    case .noJupyterNotebook(let path):
      return "'\(path)' is no Jupyter notebook: it has no list of cells"
    case .noSuchCell(let number, let path, let cells):
      return "'\(path)' has no cell \(number) (it has \(cells))"
    case .otherArithmetic(let path, let recorded, let now):
      return "'\(path)' was recorded with \(recorded), now \(now): "
        + "outputs of two arithmetics do not stand in one notebook; replay records all of them"
    }
  }
}
