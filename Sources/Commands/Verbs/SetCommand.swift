import Language
import Notebooks

/// `set threads=2`
enum SetCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "set", summary: "change a setting of the session",
      forms: [
        FormSpec(
          slots: [],
          options: [
            OptionSpec(
              "threads", .wholeNumber(from: 1, to: 1024), fallback: nil,
              meaning: "workers; results do not depend on it", affectsResult: false)
          ])
      ],
      makesObject: false, help: "Without an option, shows the settings.", example: "set threads=2")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    if let threads = s.int("threads") { session.engine.threads = threads }
    return CommandResult(
      lines: [[.text("threads   "), .given(session.engine.threads)]],
      record: [("threads", .integer(session.engine.threads))])
  }
}
