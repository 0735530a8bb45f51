import Language
import Notebooks
import Training

/// `set threads=2`
enum SetCommand: Command {
  static let isImmediate = true

  static var spec: VerbSpec {
    VerbSpec(
      "set", summary: "change a setting of the session",
      forms: [
        FormSpec(
          slots: [],
          options: [
            OptionSpec(
              "threads", .wholeNumber(from: 1, to: 1024), fallback: nil,
              meaning: "workers; results do not depend on it", affectsResult: false),
            OptionSpec(
              "checkpoint", .duration, fallback: nil,
              meaning: "time between two checkpoints of a training run; default 60s",
              affectsResult: false),
          ])
      ],
      makesObject: false, help: "Without an option, shows the settings.", example: "set threads=2")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    if let threads = s.int("threads") { session.engine.threads = threads }
    if let seconds = s.seconds("checkpoint") { session.checkpointInterval = seconds }
    let interval = session.checkpointInterval ?? RunKeeper.usualInterval
    var lines: [[OutputPart]] = []
    if s.has("threads") || !s.has("checkpoint") {
      lines.append([.text("threads   "), .given(session.engine.threads)])
    }
    let checkpoint = Value.duration(seconds: interval).text
    if !s.has("threads") || s.has("checkpoint") {
      lines.append([.text("checkpoint   "), .given(checkpoint)])
    }
    return CommandResult(
      lines: lines,
      record: [
        ("threads", .integer(session.engine.threads)),
        ("checkpoint_seconds", .number(interval)),
      ])
  }
}
