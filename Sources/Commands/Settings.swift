import Language
import Training

/// What `set` changes, and the settings file sets for every start. None of it changes a result.
package struct Settings: Equatable, Sendable {
  package enum Color: String, CaseIterable, Sendable {
    case auto, always, never
  }

  package var threads: Int
  /// Seconds between two checkpoints of a training run.
  package var checkpoint = RunKeeper.usualInterval
  package var color = Color.auto
  /// Whether work that lasts says how far it is.
  package var progress = true
  /// The program in which what is longer than the screen is read; nil for what the environment
  /// names.
  package var pager: String?
  /// The program in which cells are edited; nil for what the environment names.
  package var editor: String?

  package init(threads: Int) { self.threads = threads }

  package var names: [String] { Self.specs.map(\.name) }

  static var specs: [OptionSpec] {
    [
      OptionSpec(
        "threads", .wholeNumber(from: 1, to: 1024), fallback: nil,
        meaning: "workers; results do not depend on it; default one a core",
        synonyms: ["workers", "num_threads"], affectsResult: false),
      OptionSpec(
        "checkpoint", .duration, fallback: nil,
        meaning: "time between two checkpoints of a training run; default 60s",
        affectsResult: false),
      OptionSpec(
        "color", .words(Color.allCases.map(\.rawValue)), fallback: nil,
        meaning: "auto: on a terminal, unless NO_COLOR is set; default auto",
        synonyms: ["colour", "colors"], affectsResult: false),
      OptionSpec(
        "progress", .flag, fallback: nil,
        meaning: "whether work that lasts says how far it is; default true", affectsResult: false),
      OptionSpec(
        "pager", .string, fallback: nil,
        meaning: "what shows an output longer than the screen, \"\" for none; default $PAGER, less",
        affectsResult: false),
      OptionSpec(
        "editor", .string, fallback: nil,
        meaning: "what edit opens a cell in; default $VISUAL, $EDITOR, vi", affectsResult: false),
    ]
  }

  /// Takes over what a checked `set` says.
  mutating func take(_ s: CheckedStatement) {
    if let threads = s.int("threads") { self.threads = threads }
    if let seconds = s.seconds("checkpoint") { checkpoint = seconds }
    if let color = s.string("color").flatMap(Color.init) { self.color = color }
    if let progress = s.flag("progress") { self.progress = progress }
    if let pager = s.string("pager") { self.pager = pager }
    if let editor = s.string("editor") { self.editor = editor }
  }
}
