/// Recognises the templates of conversations that come with tokenizers.
///
/// They are programs in the Jinja language. Nothing runs them: a program that has the marks of a
/// known shape, and none that would say more than that shape does, is taken for it.
package enum ChatTemplate {
  /// - Parameter jinja: `chat_template` of `tokenizer_config.json`, or `chat_template.jinja`.
  /// - Throws: `template(.notUnderstood)`.
  package static func recognise(_ jinja: String) throws(TaskError) -> PromptTemplate.Frame {
    let text = unescaped(jinja)
    // Dates, and turns that begin with more than the role, are said by no shape known here.
    let strangers = ["strftime", "date_string", "Cutting Knowledge", "[INST]"]
    guard !strangers.contains(where: text.contains), text.contains("add_generation_prompt") else {
      throw .template(.notUnderstood)
    }
    if isChatML(text) { return .chatML(system: standardSystem(text)) }
    if isLlama3(text) { return .llama3 }
    throw .template(.notUnderstood)
  }

  /// `<|im_start|>role\n…<|im_end|>\n`, and an answer that follows `<|im_start|>assistant\n`.
  private static func isChatML(_ text: String) -> Bool {
    let turns = quotes.contains { quote in
      ["message['role']", "message[\"role\"]", "message.role"].contains {
        text.contains("<|im_start|>\(quote) + \($0)")
      }
    }
    return turns && text.contains("<|im_end|>") && endsLiteral("<|im_start|>assistant\n", text)
  }

  /// `<|start_header_id|>role<|end_header_id|>\n\n…<|eot_id|>` after the begin-of-text token.
  private static func isLlama3(_ text: String) -> Bool {
    let turns = quotes.contains { quote in
      ["message['role']", "message[\"role\"]", "message.role"].contains {
        text.contains("<|start_header_id|>\(quote) + \($0) + \(quote)<|end_header_id|>\n\n")
      }
    }
    return turns && text.contains("bos_token") && text.contains("| trim")
      && text.contains("<|eot_id|>")
      && endsLiteral("<|start_header_id|>assistant<|end_header_id|>\n\n", text)
  }

  private static let quotes = ["'", "\""]

  private static func endsLiteral(_ words: String, _ text: String) -> Bool {
    quotes.contains { text.contains(words + $0) }
  }

  /// What a system says where the conversation does not: the literal text of a system's turn.
  private static func standardSystem(_ text: String) -> String? {
    let (start, end) = ("<|im_start|>system\n", "<|im_end|>")
    for piece in text.components(of: start).dropFirst() {
      let pieces = piece.components(of: end)
      let words = pieces[0]
      let isLiteral = !words.unicodeScalars.contains { "'\"{}".unicodeScalars.contains($0) }
      if pieces.count > 1, isLiteral, !words.isEmpty { return words }
    }
    return nil
  }

  /// `\n` as a line end: what a literal of Jinja spells.
  private static func unescaped(_ jinja: String) -> String { jinja.replacing("\\n", with: "\n") }
}

extension String {
  /// The pieces between occurrences of another text.
  fileprivate func components(of separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
