import Autograd
import Files

/// Writes model folders as transformers' `save_pretrained` does.
extension ModelFolder {
  /// Writes `config.json` and `model.safetensors` into an existing folder.
  ///
  /// - Parameters:
  ///   - transposed: names of the matrices to write the other way round.
  ///   - dtype: F16 or BF16 halve the file.
  /// - Returns: the names of the files written.
  package static func write(
    _ tensors: [(String, Tensor)], transposed: Set<String> = [], _ configuration: Configuration,
    dtype: DType = .f32, to folder: String
  ) throws(CheckpointError) -> [String] {
    try SafetensorsWriter.write(
      tensors, transposed: transposed, dtype: dtype, metadata: ["format": "pt"],
      to: folder + "/" + weightsFile)
    let names: [DType: String] = [.f32: "float32", .f16: "float16", .bf16: "bfloat16"]
    let json = configuration.setting("torch_dtype", nil)
      .setting("dtype", names[dtype].map { .string($0) }).json
    let text = json.serialized(indent: 2, sortedKeys: true, asciiOnly: true) + "\n"
    try filing { () throws(FileError) in
      try AtomicFile.write(text, to: folder + "/" + configurationFile)
    }
    return [configurationFile, weightsFile]
  }
}
