import Adapters
import Language
import Notebooks

/// `help search "memory"`: every line of help in which all the words stand.
package struct HelpSearch {
  private struct Entry {
    /// What to ask for to read more.
    let topic: String
    /// An option of it; nil for the topic itself.
    let option: String?
    let text: String
    /// What is looked through and not shown: how it is written.
    var further = ""

    /// What is shown of it, in lower case.
    var shown: String { "\(topic) \(option ?? "") \(text)".lowercased() }
  }

  private let words: [String]
  private let verbs: [VerbSpec]

  /// - Parameter verbs: of the language, and of whoever asks.
  package init(_ text: String, verbs: [VerbSpec] = Session.verbs) {
    self.verbs = verbs
    words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private var found: [Entry] {
    guard !words.isEmpty else { return [] }
    return entries.filter { entry in
      let text = entry.shown + " " + entry.further.lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  var hasFound: Bool { !found.isEmpty }

  /// Topics that speak of it, then options.
  package var lines: [[OutputPart]] {
    let found = found
    guard !found.isEmpty else {
      let nearest = Suggestion.nearest(words.joined(separator: " "), among: vocabulary)
      let question = nearest.map { "; did you mean '\($0)'?" } ?? ""
      return [[.text("no help speaks of '\(words.joined(separator: " "))'" + question)]]
    }
    var table = OutputTable(["", "", ""], alignments: [.left, .left, .left])
    for entry in found.filter({ $0.option == nil }) + found.filter({ $0.option != nil }) {
      table.append([.text("help " + entry.topic), .text(entry.option ?? ""), .text(entry.text)])
    }
    return table.lines
  }

  /// Words of all help that are long enough to be looked for.
  private var vocabulary: [String] {
    let words = entries.flatMap { $0.shown.split { !$0.isLetter && $0 != "_" }.map(String.init) }
    return Set(words.filter { $0.count > 3 }).sorted()
  }

  private var entries: [Entry] {
    var entries: [Entry] = []
    for spec in verbs {
      let help = VerbHelp(spec: spec)
      let forms = help.usages.joined(separator: ", ")
      entries.append(
        Entry(topic: spec.name, option: nil, text: help.sentence, further: forms))
      var seen: Set<String> = []
      for row in spec.forms.flatMap({ help.rows($0) })
      where seen.insert(row.name).inserted {
        entries.append(Entry(topic: spec.name, option: row.name, text: row.meaning))
      }
    }
    for topic in HelpTopic.all {
      let text = ([topic.summary + "."] + topic.lines.filter { !$0.isEmpty }).joined(separator: " ")
      entries.append(Entry(topic: topic.name, option: nil, text: text))
    }
    for type in adapterMethods {
      entries.append(
        Entry(
          topic: type.name, option: nil, text: "\(type.title): \(type.summary). \(type.advice)"))
      for row in MethodHelp(type: type).rows {
        entries.append(Entry(topic: type.name, option: row.name, text: row.meaning))
      }
    }
    return entries
  }
}
