import Autograd
import Files

/// A Hugging Face model folder: `config.json` and the tensors beside it, in one file or in shards.
package final class ModelFolder {
  package static let configurationFile = "config.json"
  package static let weightsFile = "model.safetensors"
  package static let indexFile = "model.safetensors.index.json"

  package let path: String
  package let configuration: Configuration
  /// The file that lists the tensors, for errors.
  package let tensorsFile: String
  private let files: [ByteKey: SafetensorsFile]

  /// - Parameter needsTensors: whether a folder with a configuration alone is an error.
  package init(_ folder: any Folder, needsTensors: Bool = true) throws(CheckpointError) {
    path = folder.path
    configuration = try Configuration(folder, name: Self.configurationFile)
    if folder.contains(Self.weightsFile) {
      tensorsFile = path + "/" + Self.weightsFile
      let file = try Self.open(folder, Self.weightsFile)
      files = Dictionary(uniqueKeysWithValues: file.names.map { (ByteKey($0), file) })
    } else if folder.contains(Self.indexFile) {
      tensorsFile = path + "/" + Self.indexFile
      files = try Self.shards(folder, index: tensorsFile)
    } else if !needsTensors {
      (tensorsFile, files) = (path, [:])
    } else {
      throw Self.noTensors(folder)
    }
  }

  package func has(_ name: String) -> Bool { files[ByteKey(name)] != nil }

  /// The tensors of a shape that may be the one called `name`, which is not there: those with the
  /// same numbers in their names, so that no layer is taken for another.
  package func others(like name: String, shape: [Int]) -> [String] {
    let numbers = { (name: String) in
      name.split { !$0.isNumber }
    }
    let wanted = numbers(name)
    return files.values.reduce(into: Set<String>()) { $0.formUnion($1.names) }
      .filter { numbers($0) == wanted && self.shape($0) == shape }.sorted()
  }

  /// The shape of a tensor, without reading it.
  package func shape(_ name: String) -> [Int]? { files[ByteKey(name)]?.shape(name) }

  /// The file that holds a tensor, for errors.
  package func file(of name: String) -> String { files[ByteKey(name)]?.path ?? tensorsFile }

  /// - Parameter isTransposed: turns a matrix round while reading it.
  package func tensor(
    _ name: String, isTransposed: Bool = false, on engine: Engine
  ) throws(CheckpointError) -> Tensor {
    guard let file = files[ByteKey(name)] else {
      throw .missingTensor(name: name, file: tensorsFile)
    }
    return try file.tensor(name, isTransposed: isTransposed, on: engine)
  }

  private static func open(
    _ folder: any Folder, _ name: String
  ) throws(CheckpointError) -> SafetensorsFile {
    try SafetensorsFile(filing { () throws(FileError) in try folder.open(name) })
  }

  /// The shards that the index names; every tensor of the index must be in its file.
  private static func shards(
    _ folder: any Folder, index path: String
  ) throws(CheckpointError) -> [ByteKey: SafetensorsFile] {
    let index = try Configuration(folder, name: indexFile)
    guard let map = index.json["weight_map"]?.object else {
      throw index.wrong("weight_map", "an object of tensor names and files")
    }
    var opened: [ByteKey: SafetensorsFile] = [:]
    var files: [ByteKey: SafetensorsFile] = [:]
    for (tensor, value) in map.pairs {
      guard let name = value.string, isPlainName(name) else {
        throw .malformed(
          file: path,
          reason: "the file of '\(tensor)' is \(value.serialized()), not a name in this folder")
      }
      if opened[ByteKey(name)] == nil { opened[ByteKey(name)] = try open(folder, name) }
      let file = opened[ByteKey(name)]!
      guard file.has(tensor) else { throw .missingTensor(name: tensor, file: file.path) }
      files[ByteKey(tensor)] = file
    }
    return files
  }

  /// A file's name without any way out of its folder.
  static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".."
      && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 }
  }

  private static func noTensors(_ folder: any Folder) -> CheckpointError {
    let pickled = ["pytorch_model.bin", "pytorch_model.bin.index.json"].first(
      where: folder.contains)
    if let pickled {
      return .unsupported(
        what: pickled, file: folder.path, supported: [weightsFile, indexFile])
    }
    let isShape = !folder.names.contains { $0.hasSuffix(".safetensors") || $0.hasSuffix(".bin") }
    return isShape
      ? .noTensors(path: folder.path, looked: weightsFile)
      : .file(.notFound(path: folder.path + "/" + weightsFile))
  }
}
