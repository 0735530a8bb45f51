import Commands
import Language
import Testing

/// Help says what the declarations say, and its examples run.
@Suite struct HelpTests {
  private func help(_ sitting: Sitting, _ statement: String) throws -> String {
    try #require(try sitting.type(statement).last).output.text
  }

  @Test func everyOptionStandsWithItsKindAndDefault() throws {
    let sitting = try Sitting()
    for verb in Session.verbs {
      let text = try help(sitting, "help \(verb.name)")
      for option in verb.forms.flatMap(\.options) {
        let line = text.split(separator: "\n").first { $0.hasPrefix(option.name + " ") }
        #expect(line?.contains(option.kind.inShort) == true, "\(verb.name) \(option.name)")
        if let fallback = option.fallback { #expect(line?.contains(fallback) == true) }
        #expect(line?.contains(option.meaning) == true)
      }
    }
  }

  @Test func aMethodHasFormulaSourceAndAdvice() throws {
    let text = try help(try Sitting(), "help lora")
    for word in ["B A dropout(x)", "arXiv:2106.09685", "rank", "whole, from 1", "default lr 3e-4"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test func searchFindsEveryLineThatSpeaksOfIt() throws {
    let sitting = try Sitting()
    let memory = try help(sitting, "help search \"memory\"")
    #expect(memory.contains("help train") && memory.contains("feature_cache"))
    #expect(memory.contains("help objects"))
    #expect(try help(sitting, "help search \"LEARNING rate\"").contains("schedule"))
    #expect(try help(sitting, "help search \"zebra\"") == "no help speaks of 'zebra'")
    #expect(sitting.failure("help lr")?.diagnostic.note == "(help search \"lr\" finds it)")
    #expect(sitting.failure("help zebra")?.diagnostic.note == nil)
  }

  @Test func helpLeadsToWhatIsNoStatement() throws {
    let sitting = try Sitting()
    let replay = try help(sitting, "help search \"replay\"")
    #expect(replay.contains("help replay") && replay.contains("help check"))
    #expect(try help(sitting, "help check").contains("peftbook check nb.md"))
    #expect(try help(sitting, "help replay").contains("peftbook replay nb.md"))
    #expect(try help(sitting, "help source").contains("\"~/models/bert\""))
    let demo = try help(sitting, "help demo")
    for word in ["demo:reviews", "split=train, dev, test", "demo:bert", "demo:bert-fresh"] {
      #expect(demo.contains(word), "\(demo)")
    }
    for topic in ["replay", "check", "demo", "source"] {
      #expect(try help(sitting, "help").contains(topic))
    }
    // What a person named comes before.
    try sitting.prepare()
    try sitting.type("demo = dataset \"train.tsv\"")
    #expect(try help(sitting, "?demo").contains("'demo' is a dataset"))
  }

  @Test func aNameIsExplained() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let text = try help(sitting, "?films")
    #expect(text.contains("'films' is a dataset"))
    #expect(text.contains("made by   films = dataset \"train.tsv\""))
    #expect(text.contains("taken by") && text.contains("compare") && text.contains("evaluate"))
    #expect(try help(sitting, "?lora") == help(sitting, "help lora"))
    #expect(try help(sitting, "?") == help(sitting, "help"))
    // A verb comes before an object of its name.
    try sitting.type("train = dataset \"train.tsv\"")
    #expect(try help(sitting, "?train") == help(sitting, "help train"))
  }

  @Test func aMisspeltTopicLeadsToTheRightOne() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(sitting.failure("?trian")?.diagnostic.suggestion == "train")
    #expect(sitting.failure("?trian")?.marked == "trian")
    #expect(sitting.failure("help flims")?.diagnostic.suggestion == "films")
  }

  @Test func theManualHasEveryStatementAndOption() throws {
    let dump = """
      {"command": {"commandName": "peftbook", "abstract": "Fine-tune.", "subcommands": [
        {"commandName": "run", "abstract": "Run - it.", "arguments": [
          {"kind": "option", "names": [{"kind": "long", "name": "out"}], "valueName": "FILE",
           "abstract": "Where."}, {"kind": "positional", "valueName": "file"}]},
        {"commandName": "prompt", "shouldDisplay": false, "arguments": [
          {"kind": "flag", "names": [{"kind": "long", "name": "recover"}], "abstract": "Go on."}]}]}}
      """
    let text = try ManualPage(commandLine: dump, version: "9", verbs: Session.verbs).text
    #expect(text.hasPrefix(".TH PEFTBOOK 1 \"\" \"peftbook 9\"\n.SH NAME"))
    #expect(text.contains(".SS \"peftbook run [options] file\""))
    #expect(text.contains("\\fB\\-\\-out FILE\\fR"))
    #expect(text.contains(".SH OPTIONS OF THE PROMPT\n.TP\n\\fB\\-\\-recover\\fR"))
    for verb in Session.verbs {
      #expect(text.contains(".SS \"\(verb.name)\""))
      for option in verb.forms.flatMap(\.options) {
        #expect(text.contains("\\fB\(option.name)\\fR"))
      }
    }
    #expect(!text.contains("\n\n"))
  }
}
