import Foundation
import Testing

/// A notebook that stands open while cells are typed into it; statements come from a pipe.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct NotebookPromptTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func type(
    _ lines: [String], _ arguments: [String] = ["nb.md"], code: Int32 = 0,
    environment: [String: String] = [:], limit: String? = nil
  ) throws -> Program.Run {
    let run = try Program.run(
      arguments, input: lines.joined(separator: "\n") + "\n", in: folder.url,
      environment: environment, limit: limit)
    #expect(run.exit == code, "\(run.errors)")
    return run
  }

  private func cells(_ name: String = "nb.md") throws -> [String] {
    try folder.read(name).components(separatedBy: "```peft\n").dropFirst()
      .map { String($0.prefix { $0 != "`" }.dropLast()) }
  }

  @Test func cellsAreKeptInTheFileAsTheyRun() throws {
    let first = try type([
      "# Some films", "d = dataset \"demo:reviews\" split=dev sample=40", "show d", "set",
    ])
    #expect(first.output.contains("40 texts"))
    let text = try folder.read("nb.md")
    #expect(text.hasPrefix("---\npeftbook: 0.1\narithmetic: openblas"))
    #expect(text.contains("---\n\n# Some films\n\n```peft\nd = dataset"))
    #expect(text.contains("```output digest="))
    #expect(try cells().count == 1, "what only looks is no cell")
    // Objects are bound without running anything, and what follows stands behind.
    try type(["param n = 2", "show d rows=$n"])
    #expect(try folder.read("nb.md").hasPrefix(text))
    #expect(try cells().count == 2)
    #expect(try Program.run(["check", "nb.md"], in: folder.url).exit == 0)
    let status = try Program.run(["status", "nb.md"], in: folder.url)
    #expect(status.exit == 0 && status.output == "fresh: 2 of 2\n", "\(status)")
    let after = try folder.read("nb.md")
    try type(["quit"])
    #expect(try folder.read("nb.md") == after)
  }

  @Test func aSessionReplacesItsOwnNotebooksAlone() throws {
    try folder.write("# Mine\n\nwords\n", to: "README.md")
    try folder.write("a,b\n1,2\n", to: "data.csv")
    for name in ["README.md", "data.csv"] {
      let run = try type(["param x = 1", "save session to \"\(name)\""], code: 73)
      #expect(run.errors.contains("'\(name)' exists and is none of"), "\(run.errors)")
    }
    #expect(try folder.read("README.md") == "# Mine\n\nwords\n")
    #expect(try folder.read("data.csv") == "a,b\n1,2\n")
    let run = try type(
      ["save session to \"copy.md\"", "param y = 2", "save session to \"copy.md\""])
    #expect(run.errors.contains("peftbook check copy.md runs it again"), "\(run.errors)")
    #expect(try cells("copy.md").last == "param y = 2")
    try type(["save session to \"README.md\" overwrite=true"])
    #expect(try cells("README.md").last == "param y = 2")
    try type(["save session to \"\""], code: 65)
  }

  @Test(
    arguments: [
      ("save sesion to \"x.md\"", "did you mean 'session'?"),
      ("help opne", "did you mean 'open'?"), ("help udno", "did you mean 'undo'?"),
      ("peftbook check a/s.md", "'peftbook check' is a command of the shell"),
      ("check s", "peftbook check is a command of the shell"),
    ])
  func thePromptsOwnWordsAreSuggested(_ typed: String, _ says: String) throws {
    let run = try type(["param x = 1", typed], code: 65)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test func whatIsOutdatedIsNoStaleCell() throws {
    let run = try type([
      "b = model \"demo:bert\"", "a = adapter lora on b", "b = model \"demo:bert\" seed=1",
      "objects", "rerun stale",
    ])
    #expect(run.output.contains("  outdated\n"), "\(run.output)")
    #expect(run.output.contains("made from an earlier b"))
    #expect(run.output.hasSuffix("no cell is stale\n"))
    #expect(run.errors.contains("a is outdated, made from an earlier b"), "\(run.errors)")
  }

  @Test func aSessionSavedElsewhereFindsItsFiles() throws {
    for name in ["data", "books"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: name), withIntermediateDirectories: true)
    }
    try folder.write("a fine film\tpositive\na dull one\tnegative\n", to: "data/films.tsv")
    let run = try type(
      [
        "d = dataset \"data/films.tsv\"",
        "base = model \"demo:bert\" task=text-classification labels=d",
        "a = adapter lora on base", "save a to \"tuned\"; again = adapter \"tuned\" on base",
        "param file = \"data/films.tsv\"", "e = dataset $file",
        "predict base d to \"books/out.jsonl\"", "save session to \"books/nb.md\"",
        "save session to \"here.md\"",
      ])
    for line in [
      "data/films.tsv is ../data/films.tsv from its folder (cell 1)",
      "tuned is ../tuned from its folder (cells 4, 5)",
      "books/out.jsonl is out.jsonl from its folder (cell 8)",
      "a path that comes from a parameter stays: cell 7",
    ] { #expect(run.output.contains("  " + line + "\n"), "\(run.output)") }
    #expect(run.output.hasSuffix("here.md   8 cells\n"))
    #expect(try folder.read("here.md").contains("save a to \"tuned\""))
    let text = try folder.read("books/nb.md")
    #expect(text.contains("again = adapter \"../tuned\" on base"))
    #expect(text.contains("\n../tuned/adapter_config.json"))
    #expect(text.contains("\nout.jsonl   2 rows"))
    try folder.write(
      text.replacing("dataset $file", with: "dataset \"../data/films.tsv\""), to: "books/nb.md")
    let check = try Program.run(["check", "books/nb.md"], in: folder.url)
    #expect(check.exit == 0, "\(check)")
  }

  @Test func whatIsRecordedIsPartOfBeingFresh() throws {
    try folder.write(
      """
      ```peft
      d = dataset "demo:reviews" split=dev sample=40
      base = model "demo:bert" task=text-classification
      a = adapter lora on base r=2
      train a on d epochs=1
      ```

      """, to: "nb.md")
    func run(_ command: String) throws -> Program.Run {
      try Program.run(command.split(separator: " ").map(String.init), in: folder.url)
    }
    #expect(try run("replay nb.md").exit == 0)
    let text = try folder.read("nb.md")
    try folder.write(text + "\n```peft\nshow a\n```\n", to: "nb.md")
    #expect(try run("status nb.md").output == "cell 2   never run\nfresh: 1 of 2\n")
    // What is shown of a run that was taken from the cache is what is shown behind the run itself.
    #expect(try run("replay nb.md").exit == 0)
    let check = try run("check nb.md")
    #expect(check.exit == 0, "\(check)")
    let whole = try folder.read("nb.md")
    try folder.write(whole.replacing("40 texts", with: "41 texts"), to: "nb.md")
    let changed = try run("status nb.md")
    #expect(changed.exit == 2)
    #expect(changed.output.hasPrefix("cell 1   stale: its recorded output is another one\n"))
    #expect(try run("replay nb.md").exit == 0)
    #expect(try folder.read("nb.md") == whole)
    // A number with more digits takes none of its neighbours.
    try folder.write(whole.replacing("sample=40", with: "sample=120"), to: "nb.md")
    #expect(try run("check nb.md").output.contains("expected 40 texts, found 120 texts\n"))
    let bare = whole.components(separatedBy: "```output").dropLast().joined(separator: "```output")
    try folder.write(bare, to: "nb.md")
    let unrecorded = try run("status nb.md").output
    #expect(unrecorded.hasPrefix("cell 2   stale: its output is not recorded\n"), "\(unrecorded)")
  }

  @Test func objectsListsWhatHasToRunFirst() throws {
    try folder.write("#!/bin/sh\nsed -i 's/sample=40/sample=50/' \"$1\"\n", to: "ed")
    let run = try type(
      [
        "d = dataset \"demo:reviews\" split=dev sample=40",
        "base = model \"demo:bert\" task=text-classification labels=d", "edit 1", "objects",
      ], environment: ["EDITOR": "sh ed"])
    #expect(run.output.contains("50 examples"), "\(run)")
    #expect(run.output.contains("cell 2 has to run first"), "\(run)")
  }

  @Test func aFailingStatementIsNoCellAndEndsAPipe() throws {
    let run = try type(["param n = 2", "trian", "param m = 3"], code: 65)
    #expect(run.errors.contains("line 2, column 1"))
    #expect(try cells() == ["param n = 2"])
  }

  @Test func whatCannotBeOpened() throws {
    try folder.write("a\tb\n", to: "data.tsv")
    try folder.write("```peft\nparam x = 1\n", to: "open.md")
    for (name, code, words) in [
      ("data.tsv", Int32(64), "is no notebook"), ("no/where.md", 66, "no folder for"),
      ("notes", 66, "no such file: 'notes'"), (".", 64, "is a folder"),
      ("open.md", 65, "is never closed"),
    ] {
      let run = try type(["param x = 1"], [name], code: code)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
    #expect(try folder.read("data.tsv") == "a\tb\n")
    #expect(try type([], ["nb.md", "--recover"], code: 64).errors.contains("--recover"))
    // A notebook under another name is one by what it holds.
    try folder.write("```peft\nparam x = 1\n```\n", to: "notes.txt")
    try type(["param y = 2"], ["--threads", "1", "notes.txt"])
    #expect(try cells("notes.txt").count == 2)
  }

  @Test func goingBackInANotebook() throws {
    try type(["param a = 1", "param b = 2", "param c = 3"])
    let text = try folder.read("nb.md")
    let run = try type(["undo", "undo", "goto 2", "undo", "history"])
    #expect(run.output.contains("at cell 2 of 3"))
    #expect(run.output.contains("2  param b = 2\n   (undone: goto 2 brings it back"))
    #expect(run.output.contains("3  param c = 3\n   (undone"))
    #expect(run.errors.contains("undone, but still in nb.md: cell 2, 3"))
    #expect(try folder.read("nb.md") == text)
    let replaced = try type(["undo", "param d = 4"])
    #expect(replaced.errors.contains("in place of cell 3, undone"))
    #expect(try cells() == ["param a = 1", "param b = 2", "param d = 4"])
    try type(["goto 1", "param e = 5"])
    #expect(try cells() == ["param a = 1", "param e = 5", "param b = 2", "param d = 4"])
    #expect(try type(["goto 9"], code: 65).errors.contains("must be from 1 to 4"))
    #expect(try type(["goto 0", "undo"], code: 65).errors.contains("nothing to undo"))
  }

  @Test func cellsAreEditedInTheirPlace() throws {
    try type([
      "d = dataset \"demo:reviews\" split=dev sample=40", "show d",
      "tok = tokenizer train wordpiece on d size=300",
    ])
    try folder.write("#!/bin/sh\nsed -i 's/sample=40/sample=50/' \"$1\"\n", to: "ed")
    let editor = ["EDITOR": "sh ed"]
    let run = try type(["edit 1", "history"], environment: editor)
    #expect(run.output.contains("50 texts"))
    #expect(run.errors.contains("cell 2   stale: uses another d, from cell 1"), "\(run.errors)")
    #expect(run.output.contains("(stale: uses another d, from cell 1)"))
    #expect(try cells()[0].contains("sample=50"))
    let status = try Program.run(["status", "nb.md"], in: folder.url)
    #expect(status.exit == 2 && status.output.contains("cell 2   stale: uses another d"))
    // Its name is known and not used before it ran.
    let used = try type(["tokenize tok \"film\""], code: 70)
    #expect(used.errors.contains("'tok' comes from cell 2, which has to run first"))
    let opened = try type(["rerun stale", "tokenize tok \"film\"", "rerun stale"])
    #expect(opened.output.contains("no cell is stale"))
    #expect(try Program.run(["status", "nb.md"], in: folder.url).exit == 0)
    #expect(try Program.run(["check", "nb.md"], in: folder.url).exit == 0)
  }

  @Test(arguments: [
    ("true", Int32(0), "cell 1 unchanged"), ("truncate -s 0", 0, "cell 1 unchanged"),
    ("false", 70, "the editor 'false' failed with 1"),
    ("no-such-editor", 70, "the editor 'no-such-editor' cannot be started"),
    ("rm", 70, "took its file away"), ("sh -c 'kill -9 $$'", 70, "failed with 137"),
    ("sed -i s/param/parma/", 65, "did you mean 'param'?"),
  ])
  func anEditorThatChangesNothing(_ editor: String, _ code: Int32, _ words: String) throws {
    try type(["param x = 1"])
    let before = try folder.read("nb.md")
    let run = try type(["edit 1"], code: code, environment: ["VISUAL": editor])
    #expect((run.output + run.errors).contains(words), "\(run.output)\(run.errors)")
    #expect(try folder.read("nb.md") == before)
  }

  @Test func aNotebookEditedMeanwhileIsReadAgain() throws {
    try type(["param x = 1"])
    try folder.write("#!/bin/sh\nsed -i 's/x = 1/x = 7/' nb.md\n", to: "meanwhile")
    // The editor stands for somebody who edits the notebook itself.
    let run = try type(
      ["edit 1", "param y = 2"], environment: ["EDITOR": "sh meanwhile"])
    #expect(run.errors.contains("nb.md was edited: read again"), "\(run.errors)")
    #expect(try cells() == ["param x = 7", "param y = 2"])
    try folder.write("#!/bin/sh\nprintf '```peft\\nx' >>nb.md\n", to: "broken")
    let broken = try type(
      ["edit 1", "param z = 2"], code: 65, environment: ["EDITOR": "sh broken"])
    #expect(broken.errors.contains("nb.md:"), "\(broken.errors)")
    #expect(broken.errors.contains("never closed"), "\(broken.errors)")
    #expect(try folder.read("nb.md").hasSuffix("```peft\nx"))
  }

  @Test func aNotebookThatCannotBeWrittenStaysWhole() throws {
    try type(["param x = \"" + String(repeating: "long ", count: 2000) + "\""])
    let before = try folder.read("nb.md")
    // In blocks of 512 bytes: less than the file has.
    let run = try type(["param y = 2"], code: 73, limit: "-f 12")
    #expect(run.errors.contains("cannot write 'nb.md'"), "\(run.errors)")
    #expect(try folder.read("nb.md") == before)
  }
}

/// What needs a terminal: two sittings at once, and a sitting that is cut off.
@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(3)))
struct GoingBackTests {
  private func type(_ lines: [String], _ terminal: PseudoTerminal) {
    for line in lines {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    terminal.wait(for: "peft> ")
  }

  @Test func aNewNotebookIsAnnouncedAndASecondOnlyReads() throws {
    let folder = try TemporaryFolder()
    let first = try PseudoTerminal(["nb.md"], columns: 100, folder: folder)
    #expect(first.wait(for: "nb.md is new: it will be made with the first cell") != nil)
    type(["param x = 1"], first)
    let second = try PseudoTerminal(["nb.md"], columns: 140, folder: folder)
    #expect(second.wait(for: "another process has 'nb.md' open and writes it") != nil)
    #expect(second.wait(for: "nb.md   1 cell") != nil)
    let text = try folder.read("nb.md")
    type(["param y = $x", "save session to \"copy.md\""], second)
    second.type("quit\r")
    #expect(second.exitCode() == 0)
    #expect(try folder.read("nb.md") == text)
    #expect(try folder.read("copy.md").contains("param y"))
    let replay = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(replay.exit == 73, "\(replay.errors)")
    let formatted = try Program.run(["fmt", "nb.md"], in: folder.url)
    #expect(formatted.exit == 73, "\(formatted.errors)")
    let promoted = try Program.run(["check", "nb.md", "--promote"], in: folder.url)
    #expect(promoted.exit == 73, "\(promoted.errors)")
    first.type("param z = 3\r")
    #expect(first.wait(for: "z      3") != nil)
    first.wait(for: "peft> ")
    first.send(SIGKILL)
    #expect(first.exitCode() == -SIGKILL)
    // Nothing but the file is needed to go on.
    let third = try PseudoTerminal(["nb.md"], columns: 100, folder: folder)
    #expect(third.wait(for: "nb.md   2 cells") != nil)
  }

  @Test func theSittingGoesOnWithANotebook() throws {
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal(columns: 100, folder: folder)
    type(["param x = 1", "open \"nb.md\""], terminal)
    #expect(terminal.transcript.contains("1 cell of this sitting would be lost"))
    terminal.type("save session to \"nb.md\"\r")
    type(
      ["open \"nb.md\"", "param y = $x", "open \"nb.md\"", "history", "open \"no/x.md\""], terminal)
    #expect(terminal.transcript.contains("nb.md   2 cells"))
    #expect(terminal.transcript.contains("no folder for"))
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    #expect(try folder.read("nb.md").contains("param y = $x"))
  }

  @Test func aRecoveredSittingGoesBackToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\nsed -i 's/sample=40/sample=50/' \"$1\"\n", to: "ed")
    let first = try PseudoTerminal(
      environment: ["EDITOR": "sh ed"], columns: 120, folder: folder)
    type(
      [
        "d = dataset \"demo:reviews\" split=dev sample=40", "param x = 1", "param y = 2",
        "edit 1", "undo",
      ], first)
    // The echo of the edited cell looks like a prompt.
    #expect(first.wait(for: "cell 3 undone: param y = 2") != nil)
    first.send(SIGKILL)
    #expect(first.exitCode() == -SIGKILL)
    let second = try PseudoTerminal(["--recover"], columns: 120, folder: folder)
    #expect(second.wait(for: "cell 3 undone: param y = 2") != nil)
    type(["objects", "history", "goto 3", "goto 1", "save session to \"nb.md\""], second)
    #expect(second.transcript.contains("50 examples"))
    #expect(second.transcript.contains("(undone: goto 3 brings it back"))
    #expect(second.transcript.contains("left out: 1 that only looked around, 2 ahead"))
    second.type("help goto\r")
    #expect(second.wait(for: "Nothing is lost") != nil)
    second.wait(for: "peft> ")
    second.type("quit\r")
    #expect(second.exitCode() == 0)
    #expect(try folder.read("nb.md").contains("sample=50"))
  }

  @Test func controlCLeavesARerunCellAsItWas() throws {
    let terminal = try PseudoTerminal(["nb.md", "--threads", "1"], columns: 120)
    type(
      [
        "d = dataset \"demo:reviews\" split=train sample=1000",
        "base = model \"demo:bert\" task=text-classification",
        "a = adapter lora on base", "train a on d max_steps=3",
      ], terminal)
    let text = try terminal.folder.read("nb.md")
    try terminal.folder.write("#!/bin/sh\nsed -i 's/max_steps=3/epochs=50/' \"$1\"\n", to: "ed")
    terminal.type("undo\r")
    #expect(terminal.wait(for: "cell 4 undone") != nil)
    terminal.wait(for: "peft> ")
    terminal.type("goto 4\r")
    #expect(terminal.wait(for: "at cell 4 of 4: d, base, a") != nil)
    terminal.wait(for: "peft> ")
    // The state is that of the training: made again from what was kept of the run.
    terminal.type("predict a \"a good film\"\r")
    #expect(terminal.wait(for: "0.") != nil)
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    let second = try PseudoTerminal(
      ["nb.md", "--threads", "1"], environment: ["EDITOR": "sh ed"], columns: 120,
      folder: terminal.folder)
    second.wait(for: "peft> ")
    second.type("edit 4\r")
    #expect(second.wait(for: "step ", seconds: 60) != nil)
    second.type("\u{3}")
    #expect(second.wait(for: "interrupted at step") != nil)
    second.wait(for: "peft> ")
    #expect(try terminal.folder.read("nb.md").hasPrefix(text))
    second.type("quit\r")
    #expect(second.exitCode() == 0)
  }
}
