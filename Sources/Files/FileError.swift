import Foundation

/// Why a file or folder could not be read or written.
package enum FileError: Error, Equatable {
  case notFound(path: String)
  case notAFolder(path: String)
  case unreadable(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  /// A folder or file that is in the way and was not made by peftbook.
  case inTheWay(path: String)
  case notUTF8(path: String, row: Int, column: Int)
  case json(file: String, line: Int, column: Int, message: String)

  /// The error of a failed system call that reads.
  static func reading(_ path: String, _ code: Int32) -> FileError {
    code == ENOENT ? .notFound(path: path) : .unreadable(path: path, reason: reason(code))
  }

  /// The error of a failed system call that writes.
  static func writing(_ path: String, _ code: Int32) -> FileError {
    .cannotWrite(path: path, reason: reason(code))
  }

  package var isOfWriting: Bool {
    switch self {
    case .cannotWrite, .inTheWay: true
    default: false
    }
  }

  /// The system's words for an error number, in lower case.
  static func reason(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let path): "no such file or folder: '\(path)'"
    case .notAFolder(let path): "'\(path)' is not a folder"
    case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
    case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
    case .inTheWay(let path):
      "'\(path)' exists and is none of peftbook's own; overwrite=true replaces it"
    case .notUTF8(let path, let row, let column): "\(path):\(row):\(column) is not UTF-8"
    case .json(let file, let line, let column, let message):
      "\(file):\(line):\(column): \(message)"
    }
  }
}
