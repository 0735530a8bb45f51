import Commands
import Foundation
import Language
import Notebooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The prompt: cells in, output out, until `quit` or Ctrl-D.
final class Prompt {
  static let first = "peft> "
  static let continued = "  ... "

  enum Ending {
    case exit(Int32)
    case open(path: String)
  }

  private let desk: Desk
  private let editor: LineEditor
  private let history: HistoryFile

  private var runner: Runner { desk.runner }
  private var console: Console { desk.console }

  init(_ desk: Desk, _ editor: LineEditor, _ history: HistoryFile) {
    (self.desk, self.editor) = (desk, editor)
    self.history = history
    let runner = desk.runner
    runner.session.onLongWork = { [runner, editor] question in
      runner.endProgress()
      return Prompt.isAgreed(question, editor, runner.console)
    }
    desk.onRecallable = { [unowned self] in remember($0) }
    editor.isWhole = { $0.allSatisfy(\.isWhitespace) || Parser.isComplete($0) }
    editor.onRevise = { [runner] in Prompt.revise($0, runner.console) }
  }

  func run() -> Ending {
    while true {
      switch readCell() {
      case .end:
        console.show("")
        return .exit(desk.leave(0))
      case .signal(let number) where number == SIGINT: continue
      case .signal(let number):
        // What comes next on the terminal begins a line of its own.
        console.remark("")
        return .exit(desk.leave(128 + number))
      case .line(let cell):
        remember(cell)
        switch Echo.hidden({ desk.execute(cell) }) {
        case .done, .failed: continue
        case .end(let code): return .exit(desk.leave(code))
        case .open(let path): return .open(path: path)
        }
      }
    }
  }

  private func remember(_ cell: String) {
    editor.remember(cell)
    history.append(cell)
  }

  /// A cell in the user's own editor, before it runs.
  private static func revise(_ cell: String, _ console: Console) -> String? {
    do {
      let text = try ExternalEditor.edit(
        cell, name: "cell.peft", set: console.settings.editor,
        environment: ProcessInfo.processInfo.environment)
      return String(text.reversed().drop { $0.isNewline }.reversed())
    } catch {
      console.remark("error: \(error.message)" + (error.note.map { " " + $0 } ?? ""))
      return nil
    }
  }

  /// A whole cell, over as many lines as it takes. Where the editor cannot show more than one, they
  /// come one after another.
  private func readCell() -> LineEditor.Input {
    var cell = ""
    while true {
      let before = cell
      editor.onTab = { [desk] line, cursor in
        Tab(names: PromptNames(desk)).complete(line, cursor: cursor, after: before)
      }
      let input = Signals.shared.whileEditing {
        editor.read(
          prompt: before.isEmpty ? Prompt.first : Prompt.continued, isCell: before.isEmpty)
      }
      switch input {
      case .line(let line):
        cell += cell.isEmpty ? line : "\n" + line
        if cell.allSatisfy(\.isWhitespace) {
          desk.linesTyped += 1
          cell = ""
        } else if Parser.isComplete(cell) {
          return .line(cell)
        }
      case .signal(let number) where number == SIGINT:
        console.show("^C")
        return input
      case .end where !cell.isEmpty:
        // Ctrl-D gives an unfinished cell up, not the session.
        console.show("")
        console.remark("the unfinished cell was given up")
        cell = ""
      case .end, .signal: return input
      }
    }
  }

  /// Whether the answer is yes; Ctrl-C and Ctrl-D are a no.
  private static func isAgreed(
    _ question: String, _ editor: LineEditor, _ console: Console
  ) -> Bool {
    // Its last row is the prompt, so that the editor knows where the answer begins.
    var rows = wrapped(question + " (y/n)", columns: max(1, LineEditor.columns - 2))
    let prompt = rows.removeLast() + " "
    if !rows.isEmpty { console.paint(rows.joined(separator: "\n") + "\n") }
    let onTab = editor.onTab
    editor.onTab = nil
    defer { editor.onTab = onTab }
    while true {
      let answer = Signals.shared.whileEditing {
        editor.read(prompt: prompt, isCell: false)
      }
      switch answer {
      case .line(let line):
        switch line.trimmingCharacters(in: .whitespaces).lowercased() {
        case "y", "yes": return true
        case "n", "no": return false
        default: continue
        }
      case .end: return false
      case .signal(let number):
        // What is more than a Ctrl-C ends the sitting, and not this question alone.
        if number != SIGINT { kill(getpid(), number) }
        return false
      }
    }
  }
}
