import Checkpoints
import Files

/// Why a method cannot be put on a model, read or saved.
package enum AdapterError: Error, Equatable {
  case checkpoint(CheckpointError)
  case file(FileError)
  /// A target that matches no linear layer; the names there are.
  case noTarget(String, candidates: [String])
  case badPattern(String)
  /// A pattern whose match of one path takes too long to wait for.
  case slowPattern(String, path: String)
  case setting(String)
  /// A file asks for what cannot be; the sentence says why.
  case wrongSetting(String, file: String)
  case unsupported(key: String, value: String, file: String)
  case unknownMethod(String, file: String)
  /// `others` are tensors of that shape in the file which may be it under another name.
  case missingTensor(name: String, shape: [Int], file: String, others: [String] = [])
  case unexpectedTensors(names: [String], file: String)
  /// A weight of the base that stands in an adapter's file with other numbers.
  case otherBase(name: String, file: String)
  case shapeMismatch(name: String, expected: [Int], found: [Int], file: String)
}

extension AdapterError {
  /// The target, as typed, that is at fault.
  package var target: String? {
    switch self {
    case .noTarget(let target, _), .badPattern(let target), .slowPattern(let target, _): target
    default: nil
    }
  }
}

extension AdapterError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .checkpoint(let error): error.description
    case .file(let error): error.description
    case .noTarget(let target, _): "no linear layer of the model matches target '\(target)'"
    case .badPattern(let pattern): "'\(pattern)' is not a regular expression"
    case .slowPattern(let pattern, let path):
      "'\(pattern)' takes too long to match '\(path)': it backtracks without end"
    case .setting(let message): message
    case .unsupported(let key, let value, let file):
      "\(file): '\(key)' is \(value), which is not supported"
    case .unknownMethod(let type, let file): "\(file): no method reads peft_type '\(type)'"
    case .wrongSetting(let message, let file): "\(file): \(message)"
    case .missingTensor(let name, let shape, let file, _):
      "\(file) has no tensor '\(name)' of \(shape)"
    case .unexpectedTensors(let names, let file):
      "\(file) holds tensors with no place in this model: "
        + names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        + (names.count > 3 ? " and \(names.count - 3) more" : "")
    case .otherBase(let name, let file):
      "'\(name)' in \(file) is not the base model's: the adapter was made on other weights"
    case .shapeMismatch(let name, let expected, let found, let file):
      "'\(name)' in \(file) is \(found), but the model asks for \(expected)"
    }
  }
}
