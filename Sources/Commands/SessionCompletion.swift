import Adapters
import Checkpoints
import Files
import Language
import Layers
import Tasks

/// What Tab offers of the names that are bound; nothing is loaded or computed for it.
extension Session: CompletionContext {
  package var parameterNames: [String] { parameters.keys.sorted() }
  package func text(ofParameter name: String) -> String? { parameters[name]?.text }

  package func fits(_ name: String, in sketch: StatementSketch) -> Bool {
    guard let binding = binding(of: name), let facts = binding.facts else { return true }
    switch binding.kind {
    case "dataset":
      guard let head = head(of: sketch), let readers = facts.readers,
        taskKinds.contains(where: { $0.head == head })
      else { return true }
      return readers.contains(head)
    case "model" where sketch.verb == AdapterCommand.spec.name:
      return sketch.strings.first.map { isAdapter(in: $0, on: binding) } ?? true
    case "model", "adapter": return fits(facts, name, sketch)
    default: return true
    }
  }

  package func takes(_ name: String, in sketch: StatementSketch) -> Bool {
    guard sketch.verb == ShowCommand.spec.name, ShowCommand.ofDatasets.contains(name),
      let kind = sketch.words.lazy.compactMap({ self.binding(of: $0)?.kind }).first
    else { return true }
    return kind == "dataset"
  }

  package func words(for option: String, in sketch: StatementSketch) -> [Completion] {
    switch option {
    case "targets": layers(of: sketch)
    case "split": splits(of: sketch)
    case "metric": metrics(of: sketch)
    case "text", "label": columns(of: sketch)
    default: []
    }
  }

  package func meaning(ofTopic word: String) -> String? {
    if let method = adapterMethods.first(where: { $0.name == word }) {
      return "\(method.title): \(method.summary)"
    }
    return HelpTopic.named(word)?.summary
  }

  /// What a string may be, beside a file.
  package func strings(for open: Completer.OpenString) -> [Completion] {
    if open.kinds.contains(.source) { return sources(for: open.sketch.verb) }
    guard open.sketch.verb == PickCommand.spec.name, open.kinds.contains(.string) else { return [] }
    return facts(of: ["table"], in: open.sketch)?.rows.map { Completion($0, "row") } ?? []
  }

  // MARK: objects that fit

  /// Of the first object of these kinds that a statement names; nil where nothing is known of it.
  private func facts(of kinds: [String], in sketch: StatementSketch) -> ObjectFacts? {
    sketch.words.lazy.compactMap { self.binding(of: $0) }.first { kinds.contains($0.kind) }?.facts
  }

  /// What the first model or adapter that a statement names is for.
  private func head(of sketch: StatementSketch) -> HeadKind? {
    facts(of: ["model", "adapter"], in: sketch)?.head
  }

  private func fits(_ facts: ObjectFacts, _ name: String, _ sketch: StatementSketch) -> Bool {
    if sketch.verb == AskCommand.spec.name {
      let task = taskKinds.first { $0.head == facts.head }
      guard task?.answersQuestions == true else { return false }
    }
    if sketch.verb == GenerateCommand.spec.name, facts.head != .causalLanguageModelling {
      return false
    }
    // For the task of those that stand in the statement already.
    var others = sketch
    others.words.removeAll { $0 == name }
    let head = head(of: others)
    return head == nil || head == facts.head
  }

  /// Larger adapters are not read for a list of names.
  private static let largestTried = 64_000_000

  /// Whether a folder holds an adapter that this model can carry.
  private func isAdapter(in source: String, on base: Binding) -> Bool {
    let place = readingPath(source)
    let weights = place + "/adapter_model.safetensors"
    guard let file = try? FileBytes(mapping: weights), file.count <= Self.largestTried else {
      return true
    }
    guard case .model(let base) = base.object else {
      guard let facts = base.facts, !facts.shapes.isEmpty else { return true }
      return (try? SafetensorsFile(file)).map(facts.carries) ?? false
    }
    return (try? AdapterFolder.load(place, on: base.model)) != nil
  }

  // MARK: words of options

  private func layers(of sketch: StatementSketch) -> [Completion] {
    let layers = facts(of: ["model", "adapter"], in: sketch)?.layers ?? []
    return layers.map {
      Completion($0.name, Figures.plural($0.count, "layer") + ($0.isUsual ? ", by default" : ""))
    }
  }

  private func splits(of sketch: StatementSketch) -> [Completion] {
    source(of: sketch).map { DatasetLoader.splits(of: $0).map { Completion($0, "split") } } ?? []
  }

  private func columns(of sketch: StatementSketch) -> [Completion] {
    guard let source = source(of: sketch) else { return [] }
    var request = DatasetRequest()
    (request.split, request.format) = (sketch.options["split"], sketch.options["format"])
    // What stands in the file is typed in quotes where it is no word.
    return DatasetLoader.columns(of: source, request).map {
      Completion(isName($0) ? $0 : "\"\(Completer.quoted($0))\"", "column")
    }
  }

  /// What the statement of a data set reads.
  private func source(of sketch: StatementSketch) -> DatasetSource? {
    guard sketch.verb == DatasetCommand.spec.name, let text = sketch.strings.first, !text.isEmpty
    else { return nil }
    return try? datasetSource(Spanned(text, Span(start: 0, end: 0)))
  }

  /// What the object of `plot` can be drawn by.
  private func metrics(of sketch: StatementSketch) -> [Completion] {
    let scores = facts(of: ["adapter", "table"], in: sketch)?.scores ?? []
    return scores.map { Completion($0, "") }
  }

  // MARK: sources

  private func sources(for verb: String) -> [Completion] {
    let demos = Demo.names.filter { name in
      let files = Demo.folder(name)?.names ?? []
      let isModel = Demo.isModel(name)
      switch verb {
      case "dataset": return !isModel
      case "model": return isModel
      case "tokenizer": return files.contains { $0.hasPrefix("tokenizer") || $0 == "vocab.txt" }
      default: return false
      }
    }
    let hub = HubCache.repositories(
      verb == DatasetCommand.spec.name ? .datasets : .models, environment: environment)
    return demos.map { Completion("demo:" + $0, "ships with peftbook") }
      + hub.map { Completion("hub:" + $0, "in the Hugging Face cache") }
  }
}
