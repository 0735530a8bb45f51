import Files

/// Why a checkpoint, or its configuration, could not be read or written.
package enum CheckpointError: Error, Equatable {
  /// A tensor that the configuration asks for, with the shape it should have; `others` are those of
  /// the file that may be it under another name.
  case missingTensor(name: String, shape: [Int]? = nil, file: String, others: [String] = [])
  case shapeMismatch(name: String, expected: [Int], found: [Int], file: String)
  case wrongValue(key: String, found: String, expected: String, file: String)
  case missingKey(key: String, file: String)
  case unsupported(what: String, file: String, supported: [String])
  /// A folder with a configuration and no file of weights; the file that was looked for.
  case noTensors(path: String, looked: String)
  /// A file that breaks its format's rules.
  case malformed(file: String, reason: String)
  /// A tensor, or a model as far as it was measured, against what the system leaves; bytes.
  case notEnoughMemory(what: String, needed: Int, available: Int, file: String)
  case badRepository(name: String, reason: String)
  /// A repository or revision that the hub cache does not hold; where it was looked for.
  case notCached(name: String, revision: String, looked: [String])
  case file(FileError)
  /// Reading or drawing was given up.
  case interrupted
}

extension CheckpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingTensor(let name, let shape, let file, _):
      "\(file) has no tensor '\(name)'" + (shape.map { ", which should be \($0)" } ?? "")
    case .shapeMismatch(let name, let expected, let found, let file):
      "'\(name)' in \(file) is \(found), but config.json asks for \(expected)"
    case .wrongValue(let key, let found, let expected, let file):
      "\(file): '\(key)' is \(found), expected \(expected)"
    case .missingKey(let key, let file): "\(file) has no '\(key)'"
    case .unsupported(let what, let file, let supported):
      "\(file): \(what) is not supported"
        + (supported.isEmpty ? "" : " (supported: \(supported.joined(separator: ", ")))")
    case .noTensors(let path, let looked): "'\(path)' has no weights: no '\(looked)'"
    case .malformed(let file, let reason): "\(file) is damaged: \(reason)"
    case .notEnoughMemory(let what, let needed, let available, let file):
      "\(file): \(what) takes \(needed >> 20) MB of memory, and \(available >> 20) MB are free"
    case .badRepository(let name, let reason): "'\(name)' is not a repository: \(reason)"
    case .notCached(let name, let revision, let looked):
      "'\(name)' at revision '\(revision)' is not in the Hugging Face cache; looked for "
        + looked.map { "'\($0)'" }.joined(separator: " and ")
    case .file(let error): error.description
    case .interrupted: "interrupted"
    }
  }
}

/// Runs what reads or writes files, its errors made this module's own.
func filing<T>(_ body: () throws(FileError) -> T) throws(CheckpointError) -> T {
  do { return try body() } catch { throw .file(error) }
}
