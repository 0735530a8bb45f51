import Files
import Language
import Layers
import Tasks
import Tokenizers

/// `peftbook.json` beside a saved adapter or model: how it was read when it was trained, so that
/// what is loaded answers as what was saved. Other programs pass it by.
enum ReadingFile {
  static let name = "peftbook.json"

  /// Writes the file where there is something to say: for decoders that were trained.
  ///
  /// - Returns: the names of the files written.
  static func write(_ runnable: Runnable, to folder: String) throws -> [String] {
    guard let reading = runnable.reading, let tokenizer = runnable.base.tokenizer?.tokenizer,
      runnable.model.specification.head == TextGenerationTask.head
    else { return [] }
    let json: JSON = .object([
      "max_length": .integer(reading.maxLength),
      "answers": try reading.answers.json(for: tokenizer),
    ])
    try AtomicFile.write(json.serialized(indent: 2) + "\n", to: folder + "/" + name)
    return [name]
  }

  /// What a folder says; nil where it says nothing.
  static func read(
    _ folder: any Folder, for model: any LanguageModel, at span: Span
  ) throws(Diagnostic) -> ReadingSettings? {
    guard folder.contains(name) else { return nil }
    return try Session.explained(at: span) {
      let json = try JSON.parse(folder.open(name))
      guard let length = json["max_length"]?.int, length > 2 else { return nil }
      var reading = ReadingSettings(
        maxLength: min(length, model.specification.maximumPositions))
      if let answers = json["answers"] { reading.answers = try AnswerReading(json: answers) }
      return reading
    }
  }
}
