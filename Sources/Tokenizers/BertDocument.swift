import Files

/// `tokenizer.json` as Hugging Face writes it for a BERT tokenizer.
struct BertDocument {
  let vocabulary: Vocabulary
  let unkToken: String
  let cls: (token: String, id: Int32)
  let sep: (token: String, id: Int32)
  let added: [AddedToken]
  let lowercase: Bool

  var object: JSONObject {
    [
      "version": .string("1.0"), "truncation": .null, "padding": .null,
      "added_tokens": .array(added.sorted { $0.id < $1.id }.map(\.json)),
      "normalizer": .object([
        "type": .string("BertNormalizer"), "clean_text": .bool(true),
        "handle_chinese_chars": .bool(true), "strip_accents": .null, "lowercase": .bool(lowercase),
      ]),
      "pre_tokenizer": .object(["type": .string("BertPreTokenizer")]),
      "post_processor": postProcessor,
      "decoder": .object([
        "type": .string("WordPiece"), "prefix": .string("##"), "cleanup": .bool(true),
      ]),
      "model": .object([
        "type": .string("WordPiece"), "unk_token": .string(unkToken),
        "continuing_subword_prefix": .string("##"), "max_input_chars_per_word": .integer(100),
        "vocab": .object(
          JSONObject(vocabulary.ordered.map { ($0.text, .integer(Int($0.id))) })),
      ]),
    ]
  }

  private var postProcessor: JSON {
    func special(_ token: String, _ type: Int) -> JSON {
      .object(["SpecialToken": .object(["id": .string(token), "type_id": .integer(type)])])
    }
    func text(_ name: String, _ type: Int) -> JSON {
      .object(["Sequence": .object(["id": .string(name), "type_id": .integer(type)])])
    }
    func meaning(_ token: (token: String, id: Int32)) -> (String, JSON) {
      let ids: JSON = .array([.integer(Int(token.id))])
      return (
        token.token,
        .object([
          "id": .string(token.token), "ids": ids, "tokens": .array([.string(token.token)]),
        ])
      )
    }
    let single = [special(cls.token, 0), text("A", 0), special(sep.token, 0)]
    return .object([
      "type": .string("TemplateProcessing"), "single": .array(single),
      "pair": .array(single + [text("B", 1), special(sep.token, 1)]),
      "special_tokens": .object(JSONObject([meaning(cls), meaning(sep)])),
    ])
  }
}
