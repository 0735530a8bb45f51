import Checkpoints
import Files
import Layers

/// Why training or an evaluation ended without a result.
package enum TrainingError: Error, Equatable {
  /// Asked to stop after that many steps; 0 where no step had been taken.
  case interrupted(step: Int)
  /// The loss, or its gradient, of that step is not finite.
  case diverged(step: Int)
  /// An evaluation gave numbers that are not finite.
  case notFinite
  case wrongHead(objective: String, expected: HeadKind, found: HeadKind)
  case wrongClassCount(model: Int, dataset: Int)
  case unlabelled
  /// Labels there are, but none that training could use.
  /// `reason` is a clause that says what is missing, and of which row.
  case nothingToLearn(reason: String)
  case noExamples
  case nothingTrainable
  case tooLong(tokens: Int, example: Int, positions: Int)
  case unknownWord(option: String, word: String, known: [String])
  /// An option that acts on evaluation scores, where there is no evaluation.
  case needsEvaluation(option: String)
  /// Keys and values of so many tokens do not fit into memory.
  case cacheTooLarge(tokens: Int, bytes: Int, available: Int)
  case file(FileError)
  case checkpoint(CheckpointError)
}

extension TrainingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .interrupted(let step): step > 0 ? "interrupted at step \(step)" : "interrupted"
    case .diverged(let step): "diverged at step \(step)"
    case .notFinite: "the model's outputs are not finite"
    case .wrongHead(let objective, let expected, let found):
      "\(objective) needs a model with \(expected.words), but this one has \(found.words)"
    case .wrongClassCount(let model, let dataset):
      "the model has \(model) classes, but the data were read for \(dataset)"
    case .unlabelled: "the examples have no labels"
    case .nothingToLearn(let reason): "there is nothing to learn: \(reason)"
    case .noExamples: "there are no examples"
    case .nothingTrainable: "the model has no trainable parameter: put an adapter on it first"
    case .tooLong(let tokens, let example, let positions):
      "example \(example) has \(tokens) tokens, but the model has \(positions) positions"
    case .unknownWord(let option, let word, let known):
      "\(option) '\(word)' is not one of " + known.joined(separator: ", ")
    case .needsEvaluation(let option): "\(option) needs an evaluation set"
    case .cacheTooLarge(let tokens, let bytes, let available):
      "prompt and text of \(tokens) tokens take \(bytes / 1_000_000) MB of memory, and "
        + "\(available / 1_000_000) MB are left (fewer max_tokens take less)"
    case .file(let error): error.description
    case .checkpoint(let error): error.description
    }
  }
}

/// Raised between two pieces of work when the engine's interrupt flag is set; whoever knows the
/// step turns it into a `TrainingError`.
package struct Interruption: Error {
  package init() {}
}

extension HeadKind {
  /// With its article, for a sentence.
  fileprivate var words: String {
    switch self {
    case .none: "no head"
    case .sequenceClassification: "a text-classification head"
    case .maskedLanguageModelling: "a fill-mask head"
    case .questionAnswering: "a question-answering head"
    case .tokenClassification: "a token-classification head"
    case .causalLanguageModelling: "a text-generation head"
    }
  }
}
