import Autograd
import Checkpoints
import Files
import Layers
import Models

/// What benches run on: a shape with random weights, or a model's folder.
enum BenchModel {
  private static let shapes = [
    "bert-base": """
    {"model_type": "bert", "vocab_size": 30522, "hidden_size": 768, "num_hidden_layers": 12,
     "num_attention_heads": 12, "intermediate_size": 3072}
    """,
    "minilm": """
    {"model_type": "bert", "vocab_size": 30522, "hidden_size": 384, "num_hidden_layers": 6,
     "num_attention_heads": 12, "intermediate_size": 1536}
    """,
    "gpt2": """
    {"model_type": "gpt2", "vocab_size": 50257, "n_embd": 768, "n_layer": 12, "n_head": 12}
    """,
  ]

  /// - Throws: a folder that holds no such model.
  static func load(_ model: String, _ head: HeadKind, on engine: Engine) throws -> any LanguageModel
  {
    var request = ModelRequest()
    request.head = head
    guard let shape = shapes[model] else {
      return try ModelLoader.load(try ModelFolder(DiskFolder(model)), request, on: engine)
    }
    request.initialize = true
    let configuration = FileBytes(label: "config.json", bytes: Array(shape.utf8))
    let folder = EmbeddedFolder(path: model, files: ["config.json": configuration])
    return try ModelLoader.load(
      try ModelFolder(folder, needsTensors: false), request, on: engine)
  }
}
