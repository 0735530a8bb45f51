import Files

/// `vocab.txt`: a token a line, whose number from 0 is its id.
enum VocabularyFile {
  /// Lines end as Python's universal newlines do; a blank line counts, a repeated token takes
  /// the later id.
  static func tokens(_ bytes: FileBytes) throws(TokenizerError) -> [String] {
    _ = try withFiles { () throws(FileError) in try bytes.text() }
    var tokens: [String] = []
    var start = 0
    var i = 0
    func line(_ end: Int) -> String { String(decoding: bytes.bytes[start..<end], as: UTF8.self) }
    while i < bytes.count {
      let byte = bytes.bytes[i]
      if byte == 0x0A || byte == 0x0D {
        tokens.append(line(i))
        if byte == 0x0D, i + 1 < bytes.count, bytes.bytes[i + 1] == 0x0A { i += 1 }
        start = i + 1
      }
      i += 1
    }
    if start < bytes.count { tokens.append(line(bytes.count)) }
    return tokens
  }

  /// Nil where the format cannot hold the vocabulary.
  static func text(_ vocabulary: Vocabulary) -> String? {
    var text = ""
    for (line, token) in vocabulary.ordered.enumerated() {
      guard Int(token.id) == line, !token.text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D })
      else { return nil }
      text += token.text + "\n"
    }
    return text
  }

  /// The `tokenizer.json` that stands for a BERT vocabulary and its configuration.
  static func document(
    _ tokens: [String], file: String, _ configuration: TokenizerConfiguration
  ) throws(TokenizerError) -> TokenizerDocument {
    let vocabulary = Vocabulary(tokens)
    var names: [String: String] = [:]
    var added: [AddedToken] = []
    let listed = try configuration.addedTokens()
    for (role, usual) in TokenizerConfiguration.roles {
      let name = configuration.token(role) ?? usual
      names[role] = name
      if listed.contains(where: { $0.content == name }) { continue }
      if role == "unk_token", vocabulary.id(of: name) == nil {
        throw .missingToken(token: name, role: "unknown token", file: file)
      }
      added.append(AddedToken(special: name, id: 0))
    }
    let all = try AddedToken.numbered(
      added + listed, count: vocabulary.count, file: file, id: vocabulary.id(of:))
    func id(_ role: String) -> Int32 { all.first { $0.content == names[role] }?.id ?? 0 }
    let json = BertDocument(
      vocabulary: vocabulary, unkToken: names["unk_token"] ?? "[UNK]",
      cls: (names["cls_token"] ?? "[CLS]", id("cls_token")),
      sep: (names["sep_token"] ?? "[SEP]", id("sep_token")), added: all, lowercase: true)
    return try TokenizerDocument(json.object, file: file, configuration: configuration)
  }
}
