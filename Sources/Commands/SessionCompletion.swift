import Adapters
import Checkpoints
import Files
import Language
import Layers
import Tasks

/// What Tab offers of the objects that are there; nothing is loaded or computed for it.
extension Session: CompletionContext {
  package var parameterNames: [String] { parameters.keys.sorted() }

  package func fits(_ name: String, in sketch: StatementSketch) -> Bool {
    guard let object = self[name] else { return true }
    switch object {
    case .dataset(let data):
      guard let subject = subject(of: sketch) else { return true }
      let head = subject.model.specification.head
      let task = taskKinds.first { $0.head == head }
      return task?.reads(data.dataset.content) ?? true
    case .model(let base) where sketch.verb == AdapterCommand.spec.name:
      return sketch.strings.first.map { isAdapter(in: $0, on: base) } ?? true
    case .model(let model): return fits(model.model, name, sketch)
    case .adapter(let adapter): return fits(adapter.adapted.model, name, sketch)
    case .tokenizer, .table: return true
    }
  }

  package func words(for option: String, in sketch: StatementSketch) -> [Completion] {
    switch option {
    case "targets": layers(of: sketch)
    case "split": splits(of: sketch)
    case "metric": metrics(of: sketch)
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
    for word in open.sketch.words {
      guard case .table(let table) = self[word] else { continue }
      var seen: Set<String> = []
      return table.rows.filter { seen.insert($0.name).inserted }.map { Completion($0.name, "row") }
    }
    return []
  }

  // MARK: objects that fit

  /// The first model or adapter that a statement names.
  private func subject(of sketch: StatementSketch) -> Runnable? {
    for word in sketch.words {
      switch self[word] {
      case .model(let object): return Runnable(object)
      case .adapter(let object): return Runnable(object)
      default: continue
      }
    }
    return nil
  }

  private func fits(
    _ model: any LanguageModel, _ name: String, _ sketch: StatementSketch
  ) -> Bool {
    if sketch.verb == AskCommand.spec.name {
      let task = taskKinds.first { $0.head == model.specification.head }
      guard task?.answersQuestions == true else { return false }
    }
    return isAlike(model, name, sketch)
  }

  /// Whether a model is for the task of those that stand in the statement already.
  private func isAlike(
    _ model: any LanguageModel, _ name: String, _ sketch: StatementSketch
  ) -> Bool {
    var others = sketch
    others.words.removeAll { $0 == name }
    let head = subject(of: others)?.model.specification.head
    return head == nil || head == model.specification.head
  }

  /// Larger adapters are not read for a list of names.
  private static let largestTried = 64_000_000

  /// Whether a folder holds an adapter that this model can carry.
  private func isAdapter(in source: String, on base: ModelObject) -> Bool {
    let place = readingPath(source)
    let weights = place + "/adapter_model.safetensors"
    guard let file = try? FileBytes(mapping: weights), file.count <= Self.largestTried else {
      return true
    }
    return (try? AdapterFolder.load(place, on: base.model)) != nil
  }

  // MARK: words of options

  /// Names of linear layers by their last part, those that low-rank methods take by default first.
  private func layers(of sketch: StatementSketch) -> [Completion] {
    guard let model = subject(of: sketch)?.model else { return [] }
    let (usual, tree) = (model.specification.defaultTargets, model.tree)
    var counts: [(name: String, count: Int)] = []
    for (path, _) in tree.linears where !tree.head.contains(path + ".weight") {
      let name = path.split(separator: ".").last.map(String.init) ?? path
      if let place = counts.firstIndex(where: { $0.name == name }) {
        counts[place].count += 1
      } else {
        counts.append((name, 1))
      }
    }
    let ordered =
      counts.filter { usual.contains($0.name) } + counts.filter { !usual.contains($0.name) }
    return ordered.map {
      let by = usual.contains($0.name) ? ", by default" : ""
      return Completion($0.name, Figures.plural($0.count, "layer") + by)
    }
  }

  private func splits(of sketch: StatementSketch) -> [Completion] {
    guard let text = sketch.strings.first, !text.isEmpty,
      let source = try? datasetSource(Spanned(text, Span(start: 0, end: 0)))
    else { return [] }
    return DatasetLoader.splits(of: source).map { Completion($0, "split") }
  }

  /// The scores that the object of `plot` has.
  private func metrics(of sketch: StatementSketch) -> [Completion] {
    for word in sketch.words {
      switch self[word] {
      case .adapter(let adapter):
        let scores = adapter.run?.result.epochs.first?.scores.map(\.key) ?? []
        return (["loss"] + scores.filter { $0 != "loss" }).map { Completion($0, "") }
      case .table(let table):
        let scores = table.rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? []
        return (["loss"] + scores.filter { $0 != "loss" }).map { Completion($0, "") }
      default: continue
      }
    }
    return []
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
    let hub = verb == "dataset" ? [] : HubCache.repositories(environment)
    return demos.map { Completion("demo:" + $0, "ships with peftbook") }
      + hub.map { Completion("hub:" + $0, "in the Hugging Face cache") }
  }
}
