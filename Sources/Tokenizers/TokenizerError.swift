import Files

/// Why a tokenizer could not be read, trained or saved.
package enum TokenizerError: Error, Equatable {
  case file(FileError)
  /// A folder with none of the files that hold a tokenizer.
  case noTokenizer(folder: String, lookedFor: [String])
  /// A part of `tokenizer.json` of a kind that peftbook does not have.
  case unsupported(component: String, type: String, file: String, supported: [String])
  case malformed(file: String, reason: String)
  /// A special token that is needed stands in no vocabulary.
  case missingToken(token: String, role: String, file: String)
  /// A training size that leaves no room, or nothing to train on.
  case trainingSize(size: Int, needed: Int)
  case nothingToTrainOn
}

extension TokenizerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .noTokenizer(let folder, let names):
      "no tokenizer in '\(folder)': looked for \(names.joined(separator: ", "))"
    case .unsupported(let component, let type, let file, let supported):
      "\(component) of type '\(type)' in \(file) is not supported "
        + "(\(supported.joined(separator: ", ")))"
    case .malformed(let file, let reason): "\(file): \(reason)"
    case .missingToken(let token, let role, let file):
      "the \(role) '\(token)' is not in the vocabulary of \(file)"
    case .trainingSize(let size, let needed):
      "a vocabulary of size \(size) is too small: special tokens and alphabet alone need \(needed)"
    case .nothingToTrainOn: "the texts hold no word to train a vocabulary on"
    }
  }
}

/// Runs file operations, with their errors as the tokenizer's.
func withFiles<T>(_ body: () throws(FileError) -> T) throws(TokenizerError) -> T {
  do { return try body() } catch { throw .file(error) }
}
