import Autograd
import Checkpoints
import Files

/// A safetensors file with a state beside its tensors, and a checksum over both: what a crash, a
/// full disk or a stray write left half done is never taken for a run.
struct RunFile {
  let state: JSON
  private let tensors: [String: Tensor]

  /// Raised when the meaning of the state changes: older files are then as good as absent.
  private static let version = 1

  /// Writes the file whole or not at all.
  ///
  /// - Parameter isGivenUp: asked again and again; true leaves the old file.
  static func write(
    _ state: JSON, _ tensors: [(String, Tensor)], to path: String,
    isGivenUp: () -> Bool = { false }
  ) throws(CheckpointError) {
    let text = state.serialized()
    guard let digest = checksum(text, tensors, isGivenUp) else {
      throw .file(.cannotWrite(path: path, reason: "given up"))
    }
    try SafetensorsWriter.write(
      tensors, metadata: ["peftbook": "\(version)", "state": text, "sha256": digest], to: path,
      isGivenUp: isGivenUp)
  }

  /// - Returns: nil where there is no such file.
  /// - Throws: when the file is not as it was written; `interrupted`.
  init?(_ path: String, on engine: Engine) throws(CheckpointError) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path)
    } catch {
      if case .file(.notFound) = error { return nil }
      throw error
    }
    guard file.metadata["peftbook"] == "\(Self.version)" else { return nil }
    let text = file.metadata["state"] ?? ""
    var tensors: [String: Tensor] = [:]
    for name in file.names {
      if engine.interrupt.isRequested { throw .interrupted }
      tensors[name] = try file.tensor(name, on: engine)
    }
    let digest = Self.checksum(text, tensors.map { ($0.key, $0.value) }) {
      engine.interrupt.isRequested
    }
    guard let digest else { throw .interrupted }
    guard file.metadata["sha256"] == digest,
      let state = try? JSON.parse(text, file: path)
    else { throw .file(.unreadable(path: path, reason: "it is damaged")) }
    (self.state, self.tensors) = (state, tensors)
  }

  subscript(name: String) -> Tensor? { tensors[name] }

  /// The numbers under a name; none where nothing was written.
  func values(_ name: String) -> [Float] { tensors[name]?.values ?? [] }

  /// - Returns: nil when it was given up: a second goes into a gigabyte or two.
  private static func checksum(
    _ state: String, _ tensors: [(String, Tensor)], _ isGivenUp: () -> Bool
  ) -> String? {
    var stream = SHA256Stream()
    stream.update(state)
    for (name, tensor) in tensors.sorted(by: { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }) {
      stream.update("\(name) \(tensor.shape)\n")
      let bytes = UnsafeRawBufferPointer(
        UnsafeBufferPointer(start: tensor.pointer, count: tensor.count))
      guard stream.update(bytes, isGivenUp: { _ in isGivenUp() }) else { return nil }
    }
    return stream.finish()
  }
}

/// Tensors by name, as a run file takes them.
typealias NamedTensors = [(String, Tensor)]
