import Files
import Language
import Notebooks

/// The verbs, in the order help lists them. One file a verb, one line here.
package var commands: [any Command.Type] {
  [
    TokenizerCommand.self,
    ModelCommand.self,
    DatasetCommand.self,
    AdapterCommand.self,
    TrainCommand.self,
    EvaluateCommand.self,
    ErrorsCommand.self,
    CompareCommand.self,
    PickCommand.self,
    PredictCommand.self,
    AskCommand.self,
    GenerateCommand.self,
    TokenizeCommand.self,
    MergeCommand.self,
    SaveCommand.self,
    ShowCommand.self,
    PlotCommand.self,
    ObjectsCommand.self,
    SetCommand.self,
    ParamCommand.self,
    HelpCommand.self,
  ]
}

/// A verb: its declaration, from which checking, help and completion are made, and what it does.
///
/// A command checks, calls one module, and describes the result.
package protocol Command {
  static var spec: VerbSpec { get }

  /// Whether it shows something and changes nothing.
  static var onlyLooks: Bool { get }

  /// The same of one statement.
  static func onlyLooks(_ statement: Statement) -> Bool

  /// Whether what it prints is there to be read at leisure, and not a report of what was done.
  static var isForReading: Bool { get }

  /// The kind of object it makes; nil when it makes none.
  static var makes: String? { get }

  /// The name that its object is bound to, where it is bound at all.
  static func boundName(_ statement: CheckedStatement) -> String?

  /// Whether it acts on the session alone and takes no time: it runs although its result is known.
  static var isImmediate: Bool { get }

  /// Whether it reads everything that is bound.
  static var usesAllObjects: Bool { get }

  /// Names of objects that it reads although the statement does not say so.
  static func furtherObjects(of statement: CheckedStatement, in session: Session) -> [String]

  /// Whether it computes what it prints, instead of describing what it makes.
  static var computesOutput: Bool { get }

  /// Executes a checked statement; the session binds the value, and only if nothing was thrown.
  static func run(
    _ statement: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult
}

extension Command {
  package static var onlyLooks: Bool { false }
  package static func onlyLooks(_ statement: Statement) -> Bool { onlyLooks }
  package static var isForReading: Bool { onlyLooks }
  package static var makes: String? { nil }
  package static var isImmediate: Bool { false }
  package static var usesAllObjects: Bool { false }
  package static func furtherObjects(
    of statement: CheckedStatement, in session: Session
  ) -> [String] { [] }
  package static var computesOutput: Bool { makes == nil && !onlyLooks && !isImmediate }
  package static func boundName(_ statement: CheckedStatement) -> String? {
    statement.binding?.value
  }
}

/// What a command made and what there is to say about it.
package struct CommandResult {
  /// The object to bind, and the name if the statement's own `NAME =` does not give it.
  var value: SessionObject?
  var name: String?
  var lines: [[OutputPart]] = []
  /// Fields of the statement's JSON record, at full precision.
  var record: [(String, JSON)] = []
  /// Whether earlier runs were found instead of anything that takes time.
  var isStored = false
}
