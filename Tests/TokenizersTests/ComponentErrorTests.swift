import Files
import Testing
import Tokenizers

/// Parts of `tokenizer.json` that are unknown or wrong are named, with what was found.
@Suite struct ComponentErrorTests {
  private func error(_ kind: String, _ part: String, _ json: String) throws -> String {
    var object = try #require(try KindFixtures.json(kind + "/tokenizer.json").object)
    object[part] = try JSON.parse(json, file: "test")
    do {
      let text = JSON.object(object).serialized()
      _ = try TokenizerLoader.load(TokenizerFixtures.folder(["tokenizer.json": text]))
      return "none"
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    (
      "pre_tokenizer", #"{"type": "Split", "pattern": {"Regex": "[0-9]"}, "behavior": "Isolated"}"#,
      #"pre_tokenizer of type 'Split with the regex [0-9]' in test/tokenizer.json is not supported"#
    ),
    (
      "pre_tokenizer", #"{"type": "Sequence", "pretokenizers": [{"type": "Odd"}]}"#,
      "pre_tokenizer of type 'Odd' in test/tokenizer.json is not supported"
    ),
    (
      "normalizer", #"{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Nmt"}]}"#,
      "normalizer of type 'Nmt' in test/tokenizer.json is not supported"
    ),
    (
      "decoder", #"{"type": "CTC"}"#,
      "decoder of type 'CTC' in test/tokenizer.json is not supported"
    ),
    (
      "pre_tokenizer", #"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Odd"}"#,
      "test/tokenizer.json: pre_tokenizer: 'behavior' is \"Odd\", expected Removed, Isolated"
    ),
    (
      "pre_tokenizer", #"{"type": "Split", "pattern": {"String": ""}, "behavior": "Isolated"}"#,
      #"test/tokenizer.json: pre_tokenizer: 'pattern' is {"String":""}, expected a String"#
    ),
    (
      "pre_tokenizer", #"{"type": "Metaspace", "replacement": "__"}"#,
      "test/tokenizer.json: pre_tokenizer: 'replacement' is \"__\", expected one character"
    ),
    (
      "pre_tokenizer", #"{"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"}"#,
      "test/tokenizer.json: pre_tokenizer: 'prepend_scheme' is \"last\", expected always, first"
    ),
    (
      "normalizer", #"{"type": "Precompiled", "precompiled_charsmap": "AAAA"}"#,
      "test/tokenizer.json: normalizer: 'precompiled_charsmap' is not one"
    ),
    (
      "post_processor", #"{"type": "RobertaProcessing", "cls": ["<s>", 0]}"#,
      "test/tokenizer.json: post_processor: 'sep' is missing"
    ),
    (
      "model", #"{"type": "Unigram", "vocab": [["a", 0.5]], "unk_id": null}"#,
      "test/tokenizer.json: model: 'unk_id' is null, expected a whole number"
    ),
    (
      "model", #"{"type": "Unigram", "vocab": [["a", 0.5]], "unk_id": 1}"#,
      "test/tokenizer.json: model: 'unk_id' is 1, but 'vocab' has 1 tokens"
    ),
    (
      "model", #"{"type": "Unigram", "vocab": [["a"]], "unk_id": 0}"#,
      #"test/tokenizer.json: model: 'vocab' holds ["a"]"#
    ),
    (
      "model", #"{"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}"#,
      "test/tokenizer.json: model: 'dropout' is 0.1, expected null"
    ),
    (
      "model", #"{"type": "BPE", "vocab": {"a": 0}, "merges": [], "unk_token": "<unk>"}"#,
      "the unknown token '<unk>' is not in the vocabulary of test/tokenizer.json"
    ),
    (
      "model", #"{"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "a"]]}"#,
      "test/tokenizer.json: model: the merge 'a a' speaks of a token not in 'vocab'"
    ),
  ])
  func partsAreNamed(_ part: String, _ json: String, _ expected: String) throws {
    let found = try error("gpt2", part, json)
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test func olderFormsAreRead() throws {
    let text = "  one two"
    var object = try #require(try KindFixtures.json("xlmr/tokenizer.json").object)
    func ids(_ json: String) throws -> [Int32] {
      object["pre_tokenizer"] = try JSON.parse(json, file: "test")
      let changed = JSON.object(object).serialized()
      return try TokenizerLoader.load(TokenizerFixtures.folder(["tokenizer.json": changed]))
        .encode(text).ids
    }
    let scheme = #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "#
    let flag = #"{"type": "Metaspace", "replacement": "▁", "add_prefix_space": "#
    #expect(try ids(flag + "true}") == ids(scheme + "\"always\"}"))
    #expect(try ids(flag + "false}") == ids(scheme + "\"never\"}"))
  }
}
