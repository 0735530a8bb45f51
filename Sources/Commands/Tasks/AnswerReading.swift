import Files
import Language
import Tasks
import Tokenizers

/// How a decoder is asked: what was trained with it, an adapter remembers.
package struct AnswerReading: Sendable, Equatable {
  /// Which prompt a question is put in.
  enum Choice: Sendable, Equatable {
    /// The tokenizer's own conversation where it is understood, else the usual prompt.
    case standard
    /// The tokenizer's own conversation.
    case tokenizer
    case given(PromptTemplate)
  }

  var choice = Choice.standard
  /// Tokens of an answer at most.
  var maxTokens = 32
  /// What stands for "no answer".
  var noAnswer = ""

  /// The words of `template=`.
  static let words = ["chatml", "llama3", "tokenizer"]

  static var options: [OptionSpec] {
    [
      OptionSpec(
        "template", .oneOf([.words(words), .string]),
        meaning: "the prompt, with {context} and {question}; or the conversation of chatml, llama3 "
          + "or the tokenizer; default as trained",
        example: "\"{context}\\nQ: {question}\\nA:\"",
        synonyms: ["prompt_template", "chat_template"]),
      OptionSpec(
        "no_answer", .string,
        meaning: "what a decoder writes where there is no answer; default nothing"),
      OptionSpec(
        "max_tokens", .wholeNumber(from: 1, to: 1_000_000),
        meaning: "tokens of an answer at most; default 32",
        synonyms: ["max_new_tokens", "max_answer_tokens"]),
    ]
  }

  /// Its options over what is remembered.
  mutating func read(_ options: some ArgumentValues) throws(Diagnostic) {
    if let template = options.given("template") {
      choice = try Self.choice(template)
    }
    if let text = options.given("no_answer")?.value.string { noAnswer = text }
    if let tokens = options.given("max_tokens")?.value.int { maxTokens = tokens }
  }

  static func choice(_ given: Spanned<Value>) throws(Diagnostic) -> Choice {
    let text = given.value.text
    switch text {
    case "chatml": return .given(.chatML)
    case "llama3": return .given(.llama3)
    case "tokenizer": return .tokenizer
    default:
      do { return .given(try PromptTemplate(text)) } catch {
        throw Session.diagnostic(for: error, at: given.span)
      }
    }
  }

  /// The template for a tokenizer, and what to say of it.
  ///
  /// - Throws: `template`, where the tokenizer's own is asked for and there is none, or none that
  ///   is understood.
  func template(
    for tokenizer: any Tokenizer
  ) throws(TaskError) -> (template: PromptTemplate, notes: [String]) {
    switch choice {
    case .given(let template): return (template, ["prompt: " + template.shown])
    case .tokenizer:
      guard let text = tokenizer.chatTemplate else { throw .template(.noConversation) }
      let template = PromptTemplate(conversation: try ChatTemplate.recognise(text))
      return (template, ["prompt: the tokenizer's own, \(template.shown)"])
    case .standard:
      guard let text = tokenizer.chatTemplate else {
        return (.standard, ["prompt (default): " + PromptTemplate.standard.shown])
      }
      do throws(TaskError) {
        let template = PromptTemplate(conversation: try ChatTemplate.recognise(text))
        return (template, ["prompt (default): the tokenizer's own, \(template.shown)"])
      } catch {
        return (
          .standard,
          [error.description, "prompt (default): " + PromptTemplate.standard.shown]
        )
      }
    }
  }
}

extension PromptTemplate {
  /// As one may type it, and for a conversation what its turn says.
  var shown: String {
    let quoted = Self.quoted(text)
    return switch frame {
    case .none: "template=" + quoted
    case .chatML(let system):
      "chatml" + (system.map { ", system " + Self.quoted($0) } ?? "") + ", " + quoted
    case .llama3: "llama3, " + quoted
    }
  }

  /// A text as a string of the language.
  private static func quoted(_ text: String) -> String {
    let escapes: [Unicode.Scalar: String] = [
      "\n": "\\n", "\t": "\\t", "\"": "\\\"", "\\": "\\\\", "$": "\\$",
    ]
    return "\"" + text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() + "\""
  }
}

extension AnswerReading {
  /// What is kept beside what was trained: the template itself, whatever chose it.
  func json(for tokenizer: any Tokenizer) throws(TaskError) -> JSON {
    .object([
      "template": try template(for: tokenizer).template.json, "max_tokens": .integer(maxTokens),
      "no_answer": .string(noAnswer),
    ])
  }

  init(json: JSON) throws(TaskError) {
    if let template = try json["template"].flatMap({ (json) throws(TaskError) in
      try PromptTemplate(json: json)
    }) {
      choice = .given(template)
    }
    if let tokens = json["max_tokens"]?.int, tokens > 0 { maxTokens = tokens }
    if let text = json["no_answer"]?.string { noAnswer = text }
  }
}
