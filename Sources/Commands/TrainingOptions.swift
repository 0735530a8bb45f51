import Language
import Training

/// The options of `train`, which `compare` shares for a whole cell and for each of its lines.
enum TrainingOptions {
  /// Every score of every task that an epoch may be chosen by.
  private static var metrics: [String] {
    let counts: Set = ["total", "HasAns_total", "NoAns_total", "always_null"]
    var seen: Set<String> = []
    return (objectives.flatMap { $0.scores.keys } + ["loss"]).filter { key in
      !counts.contains(key) && !key.hasSuffix("_thresh") && seen.insert(key).inserted
    }
  }

  static var specs: [OptionSpec] {
    [
      OptionSpec(
        "epochs", .wholeNumber(from: 1, to: 100_000), fallback: "3",
        meaning: "passes over the training data", synonyms: ["num_train_epochs", "num_epochs"]),
      OptionSpec(
        "max_steps", .wholeNumber(from: 1, to: nil), fallback: nil,
        meaning: "stop after so many steps; the schedule still spans `epochs`, unless it is shorter"
      ),
      OptionSpec(
        "batch", .wholeNumber(from: 1, to: 1_000_000_000), fallback: "16",
        meaning: "examples a step",
        synonyms: ["batch_size", "bs", "per_device_train_batch_size", "train_batch_size"]),
      OptionSpec(
        "lr", .number(to: 10, above: 0), fallback: nil,
        meaning: "the highest learning rate; by method: full 5e-5, low-rank 3e-4, freeze 1e-3",
        synonyms: ["learning_rate"]),
      OptionSpec(
        "optimizer", .words(optimizers.map { $0.name }), fallback: "adamw",
        meaning: "how gradients become steps", synonyms: ["optim", "optimiser"]),
      OptionSpec(
        "weight_decay", .number(from: 0, to: 1), fallback: "0",
        meaning: "decay of the trained weights, decoupled with adamw", synonyms: ["decay", "wd"]),
      OptionSpec(
        "schedule", .words(schedules.map { $0.name }), fallback: "linear",
        meaning: "how the learning rate falls", synonyms: ["lr_scheduler_type", "scheduler"]),
      OptionSpec(
        "warmup", .number(from: 0, to: 1e9), fallback: "0",
        meaning: "steps of rising learning rate; below 1 a fraction of all steps",
        synonyms: ["warmup_steps", "warmup_ratio"]),
      OptionSpec(
        "max_length", .wholeNumber(from: 3, to: nil), fallback: nil,
        meaning: "tokens a text is cut to; default what the model and tokenizer allow",
        synonyms: ["max_seq_length", "max_len", "maxlen"]),
      OptionSpec(
        "clip", .optional(.number(above: 0)), fallback: "1.0",
        meaning: "largest norm of the gradient, or none", synonyms: ["max_grad_norm", "clipping"]),
      OptionSpec(
        "seed", .wholeNumber(from: 0, to: nil), fallback: "0",
        meaning: "draws the order of the data and the dropout"),
      OptionSpec(
        "shuffle", .flag, fallback: "true",
        meaning: "a new order of the data every epoch"),
      OptionSpec(
        "patience", .wholeNumber(from: 1, to: nil), fallback: nil,
        meaning: "stop after so many epochs without a better score on eval",
        synonyms: ["early_stopping_patience"]),
      OptionSpec(
        "keep", .words(["best", "last"]), fallback: "best",
        meaning: "which epoch's state stays, where eval is given"),
      OptionSpec(
        "best", .words(metrics),
        fallback: nil, meaning: "the score by which the best epoch is chosen",
        synonyms: ["metric_for_best_model", "metric"]),
    ]
  }

  static let featureCache = OptionSpec(
    "feature_cache", .size, fallback: "4GB",
    meaning: "room for a frozen encoder's features of every token, of all data sets together, in "
      + "memory or beyond it in a temporary file; what does not fit is computed anew in every epoch"
  )

  /// How a frozen encoder is run.
  static func frozen(_ values: some ArgumentValues) -> FrozenEncoding {
    FrozenEncoding(
      budget: FeatureBudget(limit: values.bytes("feature_cache") ?? 4_000_000_000),
      keepsDropout: values.has("preset"))
  }

  /// The settings of a statement; `defaultLearningRate` is the method's.
  static func settings(
    _ values: some ArgumentValues, defaultLearningRate: Double
  ) -> TrainingSettings {
    var settings = TrainingSettings(learningRate: values.double("lr") ?? defaultLearningRate)
    settings.epochs = values.int("epochs") ?? 3
    settings.maxSteps = values.int("max_steps")
    settings.batch = values.int("batch") ?? 16
    settings.optimizer = values.string("optimizer") ?? "adamw"
    settings.weightDecay = values.double("weight_decay") ?? 0
    settings.schedule = values.string("schedule") ?? "linear"
    settings.warmup = values.double("warmup") ?? 0
    settings.clip = values.double("clip")
    settings.seed = UInt64(values.int("seed") ?? 0)
    settings.shuffle = values.flag("shuffle") ?? true
    settings.patience = values.int("patience")
    settings.keep = values.string("keep") == "last" ? .last : .best
    settings.best = values.string("best")
    return settings
  }
}
