import Foundation
import Language

/// Questions and tagged sentences for sittings.
extension Sitting {
  /// A SQuAD file whose questions ask who did what to a thing; every fifth has no answer.
  static func squad(_ count: Int, version: String = "v2.0") -> String {
    let names = ["anna", "bruno", "clara", "david"]
    let things = ["bridge", "tower", "mill"]
    let paragraphs = (0..<count).map { i in
      let (name, other) = (names[i % 4], names[(i + 1) % 4])
      let (thing, absent) = (things[i % 3], things[(i + 1) % 3])
      let context = "the \(thing) was built by \(name) and \(other) saw it"
      let start = "the \(thing) was built by ".count
      let isAnswered = i % 5 != 2 || version == "1.1"
      let question = "who built the \(isAnswered ? thing : absent)"
      let answers = isAnswered ? "[{\"text\": \"\(name)\", \"answer_start\": \(start)}]" : "[]"
      let flag = version == "1.1" ? "" : ", \"is_impossible\": \(!isAnswered)"
      return """
        {"context": "\(context)", "qas": [{"id": "q\(i)", "question": "\(question)", \
        "answers": \(answers)\(flag)}]}
        """
    }
    return """
      {"version": "\(version)", "data": [{"title": "t", "paragraphs": [
      \(paragraphs.joined(separator: ",\n"))
      ]}]}
      """
  }

  /// Names after "mr" are persons, "in" is followed by a place of two words.
  static func conll(_ count: Int) -> String {
    let (names, places) = (["anna", "bruno", "clara"], ["new", "old", "big"])
    return (0..<count).map { i in
      """
      mr O
      \(names[i % 3]) B-PER
      lives O
      in O
      \(places[(i / 3) % 3]) B-LOC
      town I-LOC
      number\(i) O


      """
    }.joined()
  }

  /// Two files of questions, a tokenizer and a fresh model for spans.
  func prepareQuestions(positions: Int = 48) throws {
    try write(Self.squad(48), to: "train.json")
    try write(Self.squad(15), to: "dev.json")
    try write(
      Self.configuration.replacingOccurrences(
        of: "\"max_position_embeddings\": 24", with: "\"max_position_embeddings\": \(positions)"),
      to: "tiny/config.json")
    try type(
      """
      d = dataset "train.json"
      dev = dataset "dev.json"
      tok = tokenizer train wordpiece on d size=200
      base = model "tiny" task=question-answering tokenizer=tok initialize=true
      """)
  }

  /// Two files of tagged sentences, a tokenizer and a fresh model for tags.
  func prepareTags() throws {
    try write(Self.conll(36), to: "train.conll")
    try write(Self.conll(9), to: "dev.conll")
    try type(
      """
      d = dataset "train.conll"
      dev = dataset "dev.conll"
      tok = tokenizer train wordpiece on d size=200
      base = model "tiny" task=token-classification labels=d tokenizer=tok initialize=true
      """)
  }
}
