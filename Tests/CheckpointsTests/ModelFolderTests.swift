import Autograd
import Checkpoints
import Files
import Testing

@Suite struct ModelFolderTests {
  let engine = Engine(threads: 1)

  private func put(_ names: [String], in folder: TemporaryFolder, _ file: String) throws {
    let tensors = names.map { ($0, Tensor([1, 2], shape: [2], on: engine, kind: .weights)) }
    try SafetensorsWriter.write(tensors, metadata: [:], to: folder.path(file))
  }

  private func open(
    _ folder: TemporaryFolder, needsTensors: Bool = true
  ) throws -> ModelFolder {
    try ModelFolder(DiskFolder(folder.path), needsTensors: needsTensors)
  }

  @Test func readsOneFile() throws {
    let folder = try TemporaryFolder()
    try folder.put("{}", "config.json")
    try put(["a", "b"], in: folder, "model.safetensors")
    let model = try open(folder)
    #expect(model.has("a") && !model.has("c") && model.shape("b") == [2])
    #expect(try model.tensor("a", on: engine).values == [1, 2])
    #expect(model.file(of: "a") == folder.path("model.safetensors"))
    let missing = CheckpointError.missingTensor(name: "c", file: folder.path("model.safetensors"))
    #expect(throws: missing) { try model.tensor("c", on: engine) }
  }

  @Test func readsShards() throws {
    let folder = try TemporaryFolder()
    try folder.put("{}", "config.json")
    try put(["a"], in: folder, "model-1.safetensors")
    try put(["b", "extra"], in: folder, "model-2.safetensors")
    try folder.put(
      #"{"metadata":{"total_size":16},"weight_map":{"a":"model-1.safetensors","#
        + #""b":"model-2.safetensors"}}"#, "model.safetensors.index.json")
    let model = try open(folder)
    #expect(try model.tensor("b", on: engine).values == [1, 2])
    #expect(model.file(of: "b") == folder.path("model-2.safetensors"))
    #expect(!model.has("extra"))
  }

  @Test(arguments: [
    "../model.safetensors", "/etc/passwd", "sub/model.safetensors", "..", ".", "", "a\\b",
    "a\u{0}b",
  ])
  func refusesShardsOutsideTheFolder(_ name: String) throws {
    let folder = try TemporaryFolder()
    try folder.put("{}", "config.json")
    let index: JSON = .object(["weight_map": .object(["a": .string(name)])])
    try folder.put(index.serialized(), "model.safetensors.index.json")
    let error = #expect(throws: CheckpointError.self) { try open(folder) }
    #expect(error?.description.contains("not a name in this folder") == true)
  }

  @Test func refusesAnIndexThatDoesNotFit() throws {
    let folder = try TemporaryFolder()
    try folder.put("{}", "config.json")
    let index = "model.safetensors.index.json"
    try folder.put(#"{"weight_map":{"a":"none.safetensors"}}"#, index)
    #expect(throws: CheckpointError.file(.notFound(path: folder.path("none.safetensors")))) {
      try open(folder)
    }
    try put(["b"], in: folder, "some.safetensors")
    try folder.put(#"{"weight_map":{"a":"some.safetensors"}}"#, index)
    let file = folder.path("some.safetensors")
    #expect(throws: CheckpointError.missingTensor(name: "a", file: file)) { try open(folder) }
    for text in [#"{"weight_map":[]}"#, "{}", #"{"weight_map":{"a":1}}"#, "[]"] {
      try folder.put(text, index)
      #expect(throws: CheckpointError.self) { try open(folder) }
    }
  }

  @Test func saysWhatAFolderLacks() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CheckpointError.file(.notFound(path: folder.path("config.json")))) {
      try open(folder)
    }
    try folder.put("{}", "config.json")
    let none = CheckpointError.noTensors(path: folder.path, looked: "model.safetensors")
    #expect(throws: none) {
      try open(folder)
    }
    #expect(try !open(folder, needsTensors: false).has("a"))
    try folder.put("other", "model.fp16.safetensors")
    #expect(throws: CheckpointError.file(.notFound(path: folder.path("model.safetensors")))) {
      try open(folder)
    }
    try folder.put("pickle", "pytorch_model.bin")
    let error = #expect(throws: CheckpointError.self) { try open(folder) }
    #expect(
      error?.description == "\(folder.path): pytorch_model.bin is not supported (supported: "
        + "model.safetensors, model.safetensors.index.json)")
  }
}
