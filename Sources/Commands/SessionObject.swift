import Adapters
import Files
import Language
import Layers
import Tasks
import Tokenizers
import Training

/// A tokenizer a session holds.
package final class TokenizerObject {
  package let tokenizer: any Tokenizer
  package let source: String

  init(_ tokenizer: any Tokenizer, source: String) {
    (self.tokenizer, self.source) = (tokenizer, source)
  }
}

/// A model a session holds, with the tokenizer its texts go through.
package final class ModelObject {
  package let model: any LanguageModel
  package let tokenizer: TokenizerObject?
  package let source: String
  package let seed: UInt64
  /// Of all that it depends on; empty without a cache.
  var key = ""
  /// How it was read when it was trained; nil for a model as loaded.
  package let reading: ReadingSettings?
  /// `generation_config.json`, where the folder had one.
  let generation: JSON?

  init(
    _ model: any LanguageModel, tokenizer: TokenizerObject?, source: String, seed: UInt64,
    reading: ReadingSettings? = nil, generation: JSON? = nil
  ) {
    self.generation = generation
    (self.model, self.tokenizer, self.source, self.seed) = (model, tokenizer, source, seed)
    self.reading = reading
  }

  var labels: [String] { model.specification.labels }

  /// Tokens that end a text: what the tokenizer and the model's files say. A number in the files
  /// counts where the tokenizer has a special token of that id, as it may be another tokenizer's.
  var endTokens: Set<Int32> {
    guard let tokenizer = tokenizer?.tokenizer else { return [] }
    let files = [generation, model.specification.configuration.json]
    let named = files.compactMap { $0?["eos_token_id"] }.flatMap { $0.array ?? [$0] }
    let ids = named.compactMap { $0.int.flatMap(Int32.init(exactly:)) }
    return Set(ids.filter(tokenizer.isSpecial) + (tokenizer.special.eos.map { [$0] } ?? []))
  }
}

/// An adapter a session holds: a method on a base model, and how it was trained, if it was.
package final class AdapterObject {
  package let adapted: AdaptedModel
  package let base: ModelObject
  package let seed: UInt64
  /// How this state came to be; nil for a fresh or loaded adapter.
  package let run: TrainingRun?
  /// The folder it was loaded from, as typed.
  let source: String?
  /// How it was read when it was trained; nil where that is not known.
  let reading: ReadingSettings?
  /// Of all that its state depends on, so that a row of a comparison and an adapter trained apart
  /// have the same; empty without a cache.
  var key: String

  init(
    _ adapted: AdaptedModel, base: ModelObject, seed: UInt64, run: TrainingRun? = nil,
    source: String? = nil, reading: ReadingSettings? = nil, key: String = ""
  ) {
    self.key = key
    (self.adapted, self.base, self.seed, self.run) = (adapted, base, seed, run)
    (self.source, self.reading) = (source, run?.reading ?? reading ?? base.reading)
  }

  /// "150 steps", "loaded from film-lora", "untrained".
  var history: String {
    if let run { return Figures.plural(run.result.stepsRun, "step") }
    return source.map { "loaded from " + $0 } ?? "untrained"
  }
}

/// What was trained with an adapter and is remembered by it.
package struct TrainingRun {
  package var settings: TrainingSettings
  package var reading: ReadingSettings
  package var result: TrainingResult
}

/// A data set a session holds.
package final class DatasetObject {
  package let dataset: Dataset
  /// The place in the file system it was read from; nil where there is none.
  let path: String?
  /// Of all that it depends on; empty without a cache.
  var key = ""

  init(_ dataset: Dataset, path: String? = nil) { (self.dataset, self.path) = (dataset, path) }
}

/// What a name can stand for.
package enum SessionObject {
  case tokenizer(TokenizerObject)
  case model(ModelObject)
  case adapter(AdapterObject)
  case dataset(DatasetObject)
  case table(TableObject)

  /// The word by which declarations of slots name it.
  package var kind: String {
    switch self {
    case .tokenizer: "tokenizer"
    case .model: "model"
    case .adapter: "adapter"
    case .dataset: "dataset"
    case .table: "table"
    }
  }
}

/// A model to run: a plain one, or one with an adapter.
package struct Runnable {
  let model: any LanguageModel
  let base: ModelObject
  /// How it was read when it was trained; nil where that is not known.
  let reading: ReadingSettings?

  init(_ object: ModelObject) { (model, base, reading) = (object.model, object, object.reading) }
  init(_ object: AdapterObject) {
    (model, base) = (object.adapted.model, object.base)
    reading = object.reading
  }
}
