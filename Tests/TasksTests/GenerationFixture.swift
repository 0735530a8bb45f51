import Files
import Foundation
import Tasks
import Tokenizers

/// Tokenizers of decoders, and what make_generation.py wrote.
enum GenerationFixture {
  private static let folder = TestFiles.packageRoot + "/Tests/Fixtures"

  static func json(_ name: String) throws -> JSON {
    try JSON.parse(FileBytes(mapping: folder + "/generation/" + name))
  }

  /// A tokenizer of Tests/Fixtures/tokenizers/kinds, with a `tokenizer_config.json`.
  static func tokenizer(
    _ kind: String, _ configuration: JSON, jinja: String? = nil
  ) throws -> any Tokenizer {
    let file = folder + "/tokenizers/kinds/\(kind)/tokenizer.json"
    var files = [
      "tokenizer.json": try FileBytes(mapping: file),
      "tokenizer_config.json": bytes("tokenizer_config.json", configuration.serialized()),
    ]
    if let jinja { files["chat_template.jinja"] = bytes("chat_template.jinja", jinja) }
    return try TokenizerLoader.load(EmbeddedFolder(path: kind, files: files))
  }

  /// Byte-level BPE; 0 is `<|endoftext|>`.
  static func gpt2() throws -> any Tokenizer {
    try tokenizer("gpt2", .object(["eos_token": .string("<|endoftext|>")]))
  }

  private static func bytes(_ name: String, _ text: String) -> FileBytes {
    FileBytes(label: name, bytes: Array(text.utf8))
  }
}

/// Questions as SQuAD 2.0 has them.
func questions(
  _ rows: [(question: String, context: String, answers: [String]?)]
) -> Dataset {
  let examples = rows.enumerated().map { i, row in
    Example(
      id: .string("q\(i)"), question: row.question, context: row.context,
      answers: row.answers.map { $0.map { ReferenceAnswer(text: $0, start: nil) } }, row: i + 1)
  }
  return Dataset(source: "q.json", content: .questions(.squad2), examples: examples)
}
