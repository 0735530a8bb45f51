import Files
import Language
import Notebooks

/// Something that `help` explains and that is no statement: what the shell does with a notebook,
/// and words that stand in many statements.
struct HelpTopic {
  let name: String
  /// A clause, as verbs have it.
  let summary: String
  let lines: [String]

  /// One line a topic here; `help` lists them, `help search` looks into them.
  static var all: [HelpTopic] {
    [
      source, demo, shell("replay", replaying), shell("check", checking), shell("status", status),
      shell("export", exporting), shell("run", running),
    ]
  }

  static func named(_ name: String) -> HelpTopic? { all.first { $0.name == name } }

  // MARK: sources

  private static let source = HelpTopic(
    name: "source", summary: "what stands in quotes where something is read",
    lines: [
      "\"folder\", \"data/train.tsv\"   a folder or file; paths start where the notebook stands",
      "\"~/models/bert\"               in your home folder",
      "\"demo:reviews\"                what ships with peftbook: help demo lists it",
      "\"hub:owner/name\"              a model or data set of the Hugging Face cache; @v2 a revision",
      "",
      "Nothing is downloaded: at a shell, hf download owner/name fills the cache, with",
      "--type dataset for a data set. Those are read from text (csv, tsv, jsonl, json), not from",
      "Parquet or Arrow files.",
    ])

  private static var demo: HelpTopic {
    // Data sets first: they are what a sitting begins with.
    let names = Demo.names.filter { !Demo.isModel($0) } + Demo.names.filter(Demo.isModel)
    let width = (names.map(\.count).max() ?? 0) + "demo:".count + 3
    return HelpTopic(
      name: "demo", summary: "what ships with peftbook",
      lines: names.map { padded("demo:" + $0, to: width) + Demo.summary(of: $0) } + [
        "", "example", "  films = dataset \"demo:reviews\" split=train",
        "  base = model \"demo:bert\" task=text-classification labels=films",
      ])
  }

  // MARK: the shell

  private static func shell(_ name: String, _ text: (summary: String, more: [String])) -> HelpTopic
  {
    HelpTopic(
      name: name, summary: text.summary,
      lines: ["at a shell: peftbook \(name) " + text.more[0]] + text.more.dropFirst() + [
        "quit leaves the prompt for the shell; peftbook \(name) --help lists the options"
      ])
  }

  private static let replaying = (
    summary: "run a notebook from the shell and record its outputs",
    more: [
      "nb.md",
      "Cells whose results are in the cache are not computed again; what is recorded anew is written",
      "into the notebook. save session makes one of what was typed at the prompt.",
    ]
  )
  private static let checking = (
    summary: "replay a notebook from the shell and compare with what it records",
    more: [
      "nb.md",
      "Every cell runs, and every value is compared; times and memory may differ. Nothing is written.",
      "It ends with 0 where all is as recorded, with 1 where something differs.",
    ]
  )
  private static let status = (
    summary: "which cells of a notebook would run, and why; runs nothing",
    more: ["nb.md", "At the prompt, history says it of the cells typed here."]
  )
  private static let exporting = (
    summary: "write a notebook as a page, or for Jupyter",
    more: [
      "nb.md --to html",
      "The formats: "
        + notebookExporters.map { $0.name }.joined(separator: ", ") + ". Nothing is run.",
    ]
  )
  private static let running = (
    summary: "run statements from a file or a pipe",
    more: ["file", "Or from the command line: peftbook run -c 'help'."]
  )
}

extension Demo {
  /// "a data set: train, dev, test" or "a model, BERT, with its tokenizer".
  fileprivate static func summary(of name: String) -> String {
    guard let folder = folder(name) else { return "" }
    guard isModel(name) else {
      let splits = folder.names.map { $0.split(separator: ".").first.map(String.init) ?? $0 }
      let order = ["train", "dev", "test"]
      let ordered = order.filter(splits.contains) + splits.filter { !order.contains($0) }
      return "a data set: split=" + ordered.joined(separator: ", ")
    }
    let type =
      (try? folder.open("config.json").text())
      .flatMap { try? JSON.parse($0, file: name) }?["model_type"]?.string ?? "model"
    let hasWeights = folder.contains("model.safetensors")
    return "a model, \(type)" + (hasWeights ? ", with its tokenizer" : ", to draw: initialize=true")
  }
}
