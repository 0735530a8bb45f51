import Files

extension TokenizerPipeline {
  func save(to folder: String) throws(TokenizerError) {
    var json = document.json
    json["added_tokens"] = .array(added.tokens.map(\.json))
    let configuration = savedConfiguration
    let vocabulary = model.writesVocabularyFile ? VocabularyFile.text(model.vocabulary) : nil
    try withFiles { () throws(FileError) in
      let file = folder + "/tokenizer.json"
      try AtomicFile.write(JSON.object(json).serialized(indent: 2), to: file)
      try AtomicFile.write(
        JSON.object(configuration).serialized(indent: 2) + "\n",
        to: folder + "/tokenizer_config.json")
      if let vocabulary { try AtomicFile.write(vocabulary, to: folder + "/vocab.txt") }
    }
  }

  /// The configuration as it was read, with what it leaves open spelled out: the special tokens,
  /// and the normalizer's flags, for which transformers 5 has defaults of its own.
  private var savedConfiguration: JSONObject {
    var json = document.configuration.json
    let ids = [special.unk, special.sep, special.pad, special.cls, special.mask]
    let roles =
      zip(TokenizerConfiguration.roles.map(\.0), ids)
      + [("bos_token", special.bos), ("eos_token", special.eos)]
    for (role, id) in roles where json[role] == nil {
      if let id, let token = token(id) { json[role] = .string(token) }
    }
    guard let flags = document.json["normalizer"], normalizer is BertNormalizer else { return json }
    for (key, field) in TokenizerDocument.overrules where json[key] == nil {
      json[key] = flags[field] ?? .null
    }
    return json
  }
}
