import Files

/// How a question about a context becomes a prompt that its answer follows.
package struct PromptTemplate: Sendable, Hashable {
  /// What stands around the user's words.
  package enum Frame: Sendable, Hashable {
    /// Nothing but what the tokenizer puts before a text.
    case none
    /// A turn of a conversation in ChatML, after a system's turn where there is one.
    case chatML(system: String?)
    /// A turn of a conversation as Llama 3 has it.
    case llama3
  }

  /// A piece of the text.
  enum Part: Hashable, Sendable {
    case words(String)
    case context
    case question
  }

  package let frame: Frame
  /// With `{context}` and `{question}` where these go.
  package let text: String
  let parts: [Part]

  package static let standard = PromptTemplate(
    .none, "Context: {context}\nQuestion: {question}\nAnswer:")
  package static let chatML = PromptTemplate(.chatML(system: nil), conversation)
  package static let llama3 = PromptTemplate(.llama3, conversation)
  private static let conversation = "Context: {context}\nQuestion: {question}"

  /// - Throws: `template`, when the text has no `{question}`, a place twice, or a place that is
  ///   none.
  package init(_ text: String) throws(TaskError) {
    let parts = Self.parts(text)
    for part in [Part.context, .question] where parts.count(where: { $0 == part }) > 1 {
      throw .template(.repeatedPlace(part == .context ? "{context}" : "{question}"))
    }
    guard parts.contains(.question) else { throw .template(.noQuestion(text)) }
    for case .words(let words) in parts {
      if let place = Self.unknownPlace(words) { throw .template(.unknownPlace(place)) }
    }
    self.init(.none, text)
  }

  private init(_ frame: Frame, _ text: String) {
    (self.frame, self.text, parts) = (frame, text, Self.parts(text))
  }

  /// A conversation of the tokenizer's own shape: the usual question in its words.
  package init(conversation frame: Frame) { self.init(frame, Self.conversation) }

  /// A prompt that is the user's words alone, in a frame: what `generate` has.
  package init(bare frame: Frame) { self.init(frame, "{question}") }

  /// Whether a prompt is a user's words and nothing else.
  var isBare: Bool { frame == .none && parts == [.question] }
  package var usesContext: Bool { parts.contains(.context) }

  private static func parts(_ text: String) -> [Part] {
    let text = text.unicodeScalars
    var parts: [Part] = []
    var words = String.UnicodeScalarView()
    var i = text.startIndex
    while i < text.endIndex {
      let place = [("{context}", Part.context), ("{question}", .question)].first {
        text[i...].starts(with: $0.0.unicodeScalars)
      }
      guard let (name, part) = place else {
        words.append(text[i])
        text.formIndex(after: &i)
        continue
      }
      if !words.isEmpty { parts.append(.words(String(words))) }
      words = String.UnicodeScalarView()
      parts.append(part)
      text.formIndex(&i, offsetBy: name.unicodeScalars.count)
    }
    if !words.isEmpty { parts.append(.words(String(words))) }
    return parts
  }

  /// A word in braces, which looks like a place and is none: most likely misspelt.
  private static func unknownPlace(_ words: String) -> String? {
    let bytes = Array(words.utf8)
    for open in bytes.indices where bytes[open] == UInt8(ascii: "{") {
      let name = bytes[(open + 1)...].prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
      let end = open + 1 + name.count
      guard !name.isEmpty, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { continue }
      return String(decoding: bytes[open...end], as: UTF8.self)
    }
    return nil
  }
}

extension PromptTemplate {
  /// What is kept of it beside what was trained with it.
  package var json: JSON {
    switch frame {
    case .none: .object(["template": .string(text)])
    case .chatML(let system):
      .object([
        "template": .string(text), "frame": .string("chatml"),
        "system": system.map(JSON.string) ?? .null,
      ])
    case .llama3: .object(["template": .string(text), "frame": .string("llama3")])
    }
  }

  /// - Throws: `template`, when the text is none; nil is returned for what is not of this form.
  package init?(json: JSON) throws(TaskError) {
    guard let text = json["template"]?.string else { return nil }
    _ = try PromptTemplate(text)
    switch json["frame"]?.string {
    case nil: self.init(.none, text)
    case "chatml": self.init(.chatML(system: json["system"]?.string), text)
    case "llama3": self.init(.llama3, text)
    default: return nil
    }
  }
}

/// What is wrong with a prompt template.
package enum TemplateProblem: Sendable, Equatable {
  case noQuestion(String)
  case repeatedPlace(String)
  case unknownPlace(String)
  /// The tokenizer has no token of that spelling.
  case noToken(String)
  /// The tokenizer has no end-of-text token, so that no answer could end.
  case noEnd
  /// The tokenizer came without a template of conversations.
  case noConversation
  case notUnderstood
}

extension TemplateProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noQuestion: "the template has no {question}"
    case .repeatedPlace(let place): "the template has \(place) more than once"
    case .unknownPlace(let place):
      "'\(place)' in the template is none of {context} and {question}"
    case .noToken(let token): "the tokenizer has no token '\(token)', which the template needs"
    case .noEnd: "the tokenizer has no end-of-text token, so that no answer could end"
    case .noConversation: "the tokenizer came without a chat template"
    case .notUnderstood:
      "the tokenizer's chat template is neither ChatML nor Llama 3's, and was not understood"
    }
  }
}
