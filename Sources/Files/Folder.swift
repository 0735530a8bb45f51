import Foundation

/// A folder on disk or inside the executable.
package protocol Folder: Sendable {
  /// Where it is, for errors.
  var path: String { get }
  /// Names of the files and folders in it, sorted by bytes.
  var names: [String] { get }
  func contains(_ name: String) -> Bool
  func open(_ name: String) throws(FileError) -> FileBytes
}

/// A folder of the file system.
package struct DiskFolder: Folder {
  package let path: String

  /// - Throws: `notFound`, or `notAFolder` when something else stands there.
  package init(_ path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOTDIR { throw .notAFolder(path: path) }
      throw .reading(path, errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAFolder(path: path) }
    self.path = path
  }

  package var names: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func contains(_ name: String) -> Bool {
    var status = stat()
    return stat(path + "/" + name, &status) == 0
  }

  package func open(_ name: String) throws(FileError) -> FileBytes {
    try FileBytes(mapping: path + "/" + name)
  }
}

/// Files that travel in the executable.
package struct EmbeddedFolder: Folder {
  package let path: String
  private let files: [String: FileBytes]

  package init(path: String, files: [String: FileBytes]) {
    (self.path, self.files) = (path, files)
  }

  package var names: [String] {
    files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func contains(_ name: String) -> Bool { files[name] != nil }

  package func open(_ name: String) throws(FileError) -> FileBytes {
    guard let file = files[name] else { throw .notFound(path: path + "/" + name) }
    return file
  }
}
