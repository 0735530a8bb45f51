import Files
import Tokenizers

/// How questions are put to a decoder and how long it may answer.
package struct AnswerSettings: Sendable, Hashable {
  /// Tokens of prompt and answer together, at most.
  package var maxLength: Int
  /// Tokens of a generated answer, at most.
  package var maxTokens = 32
  /// What stands for "no answer": nothing, or words to say so.
  package var noAnswer = ""

  package init(maxLength: Int) { self.maxLength = maxLength }

  /// What of `maxLength` a prompt leaves to its answer, in training as in use, so that a question
  /// is always put in the same words: `maxTokens`, but not more than a quarter.
  package var reserve: Int { max(1, min(maxTokens, maxLength / 4)) }
}

/// Questions with their contexts as prompts, and the answers that should follow.
package struct EncodedAnswers: Sendable {
  package let encoder: PromptEncoder
  package let settings: AnswerSettings
  /// Without their answers.  [examples]
  package let prompts: [[Int32]]
  /// What is learnt: the first reference, or the words for "no answer", and the end token; nil
  /// where nobody answered.  [examples]
  package let answers: [[Int32]]?
  /// All that is accepted; an unanswerable question accepts nothing.
  package let references: [[String]]?
  /// Prompts that leave more room than usual, to a true answer longer than the reserve.
  private let shorter: [Int: [Int32]]
  /// How many contexts were cut.
  package let truncated: Int

  package var count: Int { prompts.count }

  /// The prompt that the true answer of an example follows.
  package func answeredPrompt(_ example: Int) -> [Int32] { shorter[example] ?? prompts[example] }

  /// Tokens of an example in training, or of its prompt where there is no answer.
  package func length(_ example: Int) -> Int {
    answeredPrompt(example).count + (answers?[example].count ?? 0)
  }

  /// A generated answer as it is scored and shown: the words for "no answer" are none.
  package func answerText(_ text: String) -> String {
    let answer = SQuADAnswerText(text)
    let isNone = !settings.noAnswer.isEmpty && answer == SQuADAnswerText(settings.noAnswer)
    return isNone ? "" : text
  }

  /// Scores generated texts, one an example.
  ///
  /// - Parameters:
  ///   - lossSum: Σ −log p of the true answers' tokens.
  ///   - tokens: how many they are.
  package func scores(
    _ texts: [String], lossSum: Double, tokens: Int
  ) -> GeneratedAnswerScores? {
    references.map {
      GeneratedAnswerScores.score(
        predictions: texts.map(answerText), references: $0, lossSum: lossSum, tokens: tokens)
    }
  }

  fileprivate init(
    _ encoder: PromptEncoder, _ settings: AnswerSettings, prompts: [[Int32]],
    answers: [[Int32]]?, references: [[String]]?, shorter: [Int: [Int32]], truncated: Int
  ) {
    (self.encoder, self.settings, self.prompts, self.answers) = (
      encoder, settings, prompts, answers
    )
    (self.references, self.shorter, self.truncated) = (references, shorter, truncated)
  }
}

/// Puts every question of a data set into its prompt.
///
/// A context too long is cut from its end; a question or an answer never is.
///
/// - Parameter interrupted: asked before every question.
/// - Throws: `interrupted`; `prompt`, where question and answer alone are longer than `maxLength`.
package func encodeAnswers(
  _ dataset: Dataset, with encoder: PromptEncoder, _ settings: AnswerSettings,
  interrupted: () -> Bool
) throws(TaskError) -> EncodedAnswers {
  let isAnswered =
    !dataset.examples.isEmpty && dataset.examples.allSatisfy { $0.answers != nil }
  var prompts: [[Int32]] = []
  var answers: [[Int32]] = []
  var shorter: [Int: [Int32]] = [:]
  var truncated = 0
  for (i, example) in dataset.examples.enumerated() {
    if interrupted() { throw .interrupted }
    Patience.tell(i, of: dataset.examples.count, "question")
    let answer = isAnswered ? encoder.answer(example.answers?.first?.text ?? settings.noAnswer) : []
    func prompt(_ room: Int) throws(TaskError) -> (ids: [Int32], isCut: Bool) {
      let context = example.pair ?? ""
      if let prompt = encoder.prompt(question: example.text, context: context, room: room) {
        return prompt
      }
      let least = encoder.prompt(question: example.text, context: "", room: .max)?.ids.count ?? 0
      throw .prompt(
        file: dataset.source, row: example.row, id: example.id.string ?? example.id.serialized(),
        tokens: least, answer: max(answer.count, settings.reserve), maxLength: settings.maxLength)
    }
    let usual = try prompt(settings.maxLength - settings.reserve)
    if answer.count > settings.reserve {
      let cut = try prompt(settings.maxLength - answer.count)
      if cut.ids != usual.ids { shorter[i] = cut.ids }
      if cut.isCut, !usual.isCut { truncated += 1 }
    }
    if usual.isCut { truncated += 1 }
    prompts.append(usual.ids)
    answers.append(answer)
  }
  return EncodedAnswers(
    encoder, settings, prompts: prompts, answers: isAnswered ? answers : nil,
    references: isAnswered ? dataset.examples.map { ($0.answers ?? []).map(\.text) } : nil,
    shorter: shorter, truncated: truncated)
}
