import Autograd
import Tasks
import Training

/// Toy questions and tagged sentences over the words of `NumberTokenizer`.
extension Tiny {
  /// A question names a number of its context, and the answer is the number behind it; every fourth
  /// question names a number that is not there, and has no answer.
  package static func questions(_ count: Int, seed: UInt64 = 5) -> Dataset {
    let examples = (0..<count).map { i in
      let key = RandomKey(seed: seed)["questions"][i]
      let length = 5 + Int(key.bits(0) % 12)
      let context = (0..<length).map { 8 + Int(key.bits($0 + 1) % 28) }
      let text = context.map(String.init).joined(separator: " ")
      let place = Int(key.bits(100) % UInt64(length - 1))
      let start = context[...place].map { String($0).count + 1 }.reduce(0, +)
      let answer = ReferenceAnswer(text: String(context[place + 1]), start: start)
      let isAnswered = i % 4 != 3
      return Example(
        id: .string("q\(i)"), question: isAnswered ? "\(context[place])" : "39", context: text,
        answers: isAnswered ? [answer] : [], row: i + 1)
    }
    return Dataset(source: "toy", content: .questions(.squad2), examples: examples)
  }

  package static func encoded(
    _ dataset: Dataset, maxLength: Int = 32, stride: Int = 2
  ) throws -> EncodedQuestions {
    try encodeQuestions(
      dataset, with: NumberTokenizer(), maxLength: maxLength, stride: stride,
      interrupted: { false })
  }

  package static func answering(
    _ dataset: Dataset, maxLength: Int = 32, stride: Int = 2,
    frozen: FrozenEncoding = FrozenEncoding()
  ) throws -> QuestionAnsweringObjective {
    QuestionAnsweringObjective(
      try encoded(dataset, maxLength: maxLength, stride: stride), of: dataset,
      SpanSettings(allowsNoAnswer: true), frozen: frozen)
  }

  /// Numbers from 23 on are entities of one type, and a neighbour of one continues it.
  package static func sentences(_ count: Int, seed: UInt64 = 7) -> Dataset {
    let examples = (0..<count).map { i in
      let key = RandomKey(seed: seed)["sentences"][i]
      let words = (0..<3 + Int(key.bits(0) % 8)).map { 8 + Int(key.bits($0 + 1) % 30) }
      let tags = words.indices.map { k in
        words[k] < 23 ? 2 : k > 0 && words[k - 1] >= 23 ? 1 : 0
      }
      return Example(
        id: .integer(i), words: words.map(String.init), tags: tags, row: i + 1)
    }
    return Dataset(
      source: "toy", content: .tagging(tags: ["B-HIGH", "I-HIGH", "O"]), examples: examples)
  }

  package static func tagging(
    _ dataset: Dataset, maxLength: Int = 32, frozen: FrozenEncoding = FrozenEncoding()
  ) throws -> TokenClassificationObjective {
    var sentences = try encodeSentences(
      dataset, with: NumberTokenizer(), maxLength: maxLength, interrupted: { false })
    sentences.classes = try tagClasses(of: dataset, among: dataset.labels)
    return TokenClassificationObjective(sentences, labels: dataset.labels, frozen: frozen)
  }
}
