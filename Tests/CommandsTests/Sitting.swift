import Commands
import Foundation
import Language
import Notebooks

/// A session over a folder of its own, with a tiny model and data in it, driven by typed text.
final class Sitting {
  let folder: String
  let session: Session

  init(threads: Int = 2) throws {
    folder = NSTemporaryDirectory() + "peftbook-commands-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/tiny", withIntermediateDirectories: true)
    session = Session(settings: Settings(threads: threads), folder: folder, environment: [:])
    try write(Self.configuration, to: "tiny/config.json")
    try write(Self.rows(40), to: "train.tsv")
    try write(Self.rows(12), to: "dev.tsv")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let configuration = """
    {"model_type": "bert", "vocab_size": 200, "hidden_size": 16, "num_hidden_layers": 2,
     "num_attention_heads": 2, "intermediate_size": 32, "max_position_embeddings": 24}
    """

  /// Sentences whose label one word decides.
  static func rows(_ count: Int) -> String {
    (0..<count).map { i in
      let word = i % 2 == 0 ? "good" : "bad"
      return "the film number \(i) is \(word) and long\t\(i % 2 == 0 ? "positive" : "negative")\n"
    }.joined()
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  /// Everything the statements print; stops at the first failure.
  @discardableResult
  func type(_ text: String) throws(Diagnostic) -> [StatementResult] {
    let source = SourceText(file: "typed", text: text)
    var results: [StatementResult] = []
    for statement in try Parser.parse(source) {
      results.append(try session.evaluate(statement, in: source, cell: nil))
    }
    return results
  }

  /// The failure of the statements, and the words under its caret.
  func failure(_ text: String) -> (diagnostic: Diagnostic, marked: String)? {
    do {
      try type(text)
      return nil
    } catch {
      let scalars = Array(text.unicodeScalars)
      let span = error.span ?? Span(start: 0, end: 0)
      let marked = String(String.UnicodeScalarView(scalars[span.start..<span.end]))
      return (error, marked)
    }
  }

  /// A vocabulary, a fresh model with two named labels, and both data sets.
  func prepare() throws(Diagnostic) {
    try type(
      """
      films = dataset "train.tsv"
      dev = dataset "dev.tsv"
      tok = tokenizer train wordpiece on films size=200
      base = model "tiny" task=text-classification labels=films tokenizer=tok initialize=true
      """)
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
  }
}
