import Adapters
import Checkpoints
import Files
import Foundation
import Language
import Layers
import Models
import Notebooks

/// `save a to "folder"`, `save m to "folder"`, `save tok to "folder"`, `save t to "table.csv"`
enum SaveCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "save", summary: "write an adapter, model, tokenizer or table",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "object", .object(["adapter", "model", "tokenizer", "table"]),
              meaning: "what to save"),
            SlotSpec(
              "place", .path, preposition: "to",
              meaning: "a folder, or a file for a table"),
          ],
          options: [
            OptionSpec(
              "dtype", .words(["fp32", "f16", "bf16"]), fallback: "fp32",
              meaning: "how weights are stored"),
            OptionSpec(
              "overwrite", .flag, fallback: "false",
              meaning: "replace a folder that peftbook did not make"),
          ])
      ],
      makesObject: false,
      help: "PEFT folders for adapters, Hugging Face folders for models, full and freeze; CSV for "
        + "tables.",
      example: "save a to \"film-lora\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let place = s.text("place")
    let files: [String]
    var note = ""
    switch session.object(s, "object") {
    case .adapter(let object):
      files = try folder(s, in: session) { path in
        if let files = try AdapterFolder.save(
          object.adapted, to: path, baseName: object.base.source, dtype: dtype(s))
        {
          note = ": peft loads it with PeftModel.from_pretrained"
          return try files + ReadingFile.write(Runnable(object), to: path)
        }
        note = ": transformers loads it with from_pretrained"
        return try model(Runnable(object), to: path, s)
      }
    case .model(let object):
      note = ": transformers loads it with from_pretrained"
      files = try folder(s, in: session) { try model(Runnable(object), to: $0, s) }
    case .tokenizer(let object):
      files = try folder(s, in: session) { path in
        try object.tokenizer.save(to: path)
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      }
    case .table(let object):
      try refuseForeignTable(s, in: session)
      // A table over a table was found to be one by what it holds.
      try session.write(object.csv, to: place.value, at: place.span, overwrite: true)
      return CommandResult(lines: [[.text(place.value)]])
    default: preconditionFailure("save: a slot of another kind")
    }
    let shown = files.filter { !$0.hasPrefix(".") }
    let size = bytes(of: shown, in: session.writingPath(place.value))
    return CommandResult(
      lines: [
        [
          .text("\(place.value)/\(shown.joined(separator: ", ")) ("),
          .given(size, as: Figures.bytes(size)), .text(")" + note),
        ]
      ],
      record: [
        ("folder", .string(place.value)), ("files", .array(shown.map { .string($0) })),
      ])
  }

  /// A table replaces a table; another file only where that is asked for.
  private static func refuseForeignTable(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) {
    let place = s.text("place")
    let path = session.writingPath(place.value)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard s.flag("overwrite") != true, attributes?[.type] as? FileAttributeType == .typeRegular,
      let old = FileManager.default.contents(atPath: path),
      !old.isEmpty, !old.starts(with: Data(TableObject.firstColumns.utf8))
    else { return }
    try session.explain(at: place.span) { throw FileError.inTheWay(path: path) }
  }

  private static func dtype(_ s: CheckedStatement) -> DType {
    switch s.string("dtype") {
    case "f16": .f16
    case "bf16": .bf16
    default: .f32
    }
  }

  private static func model(
    _ runnable: Runnable, to path: String, _ s: CheckedStatement
  ) throws -> [String] {
    let (model, base) = (runnable.model, runnable.base)
    _ = try ModelFolderWriter.write(model, to: path, dtype: dtype(s))
    try base.tokenizer?.tokenizer.save(to: path)
    if model.specification.head == TextGenerationTask.head, let generation = base.generation {
      try AtomicFile.write(
        generation.serialized(indent: 2) + "\n", to: path + "/" + ModelCommand.generationFile)
    }
    _ = try ReadingFile.write(runnable, to: path)
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  private static func folder(
    _ s: CheckedStatement, in session: Session, _ body: (String) throws -> [String]
  ) throws(Diagnostic) -> [String] {
    let place = s.text("place")
    var files: [String] = []
    try session.explain(at: place.span) {
      try AtomicFolder.write(
        to: session.writingPath(place.value), overwrite: s.flag("overwrite") ?? false,
        keeping: session.foldersInUse
      ) { files = try body($0) }
    }
    return files
  }

  private static func bytes(of files: [String], in folder: String) -> Int {
    files.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
  }
}
