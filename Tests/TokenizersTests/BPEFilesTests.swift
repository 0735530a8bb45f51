import Files
import Testing
import Tokenizers

/// `vocab.json` and `merges.txt`, against the `tokenizer.json` of the same tokenizer.
@Suite struct BPEFilesTests {
  /// The files of a kind, its merges with a version line, a blank line and line ends of Windows.
  private func files(_ kind: String) throws -> [String: String] {
    let model = try KindFixtures.json(kind + "/tokenizer.json")["model"]
    let merges = try #require(model?["merges"]?.array).map { pair in
      (pair[0]?.string ?? "") + " " + (pair[1]?.string ?? "")
    }
    return [
      "vocab.json": try #require(model?["vocab"]).serialized(),
      "merges.txt": "#version: 0.2\r\n" + merges.joined(separator: "\r\n") + "\r\n\r\n",
    ]
  }

  private func load(_ files: [String: String]) throws -> any Tokenizer {
    try TokenizerLoader.load(TokenizerFixtures.folder(files))
  }

  private func error(_ files: [String: String]) -> String {
    do {
      _ = try load(files)
      return "none"
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("gpt2", #"{"tokenizer_class": "GPT2Tokenizer"}"#),
    ("roberta", #"{"tokenizer_class": "RobertaTokenizerFast"}"#),
    ("roberta", "{}"),
    (
      "qwen2",
      """
      {"tokenizer_class": "Qwen2Tokenizer",
       "added_tokens_decoder": {
         "900": {"content": "<|endoftext|>", "special": true, "normalized": false},
         "901": {"content": "<|im_start|>", "special": true, "normalized": false},
         "902": {"content": "<|im_end|>", "special": true, "normalized": false}}}
      """
    ),
  ])
  func theyAreReadAsTokenizerJSON(_ kind: String, _ configuration: String) throws {
    var files = try files(kind)
    files["tokenizer_config.json"] = configuration
    let tokenizer = try load(files)
    let whole = try KindFixtures.load(kind)
    for text in try KindFixtures.texts() where !text.contains("<r>") && !text.contains("word") {
      let found = tokenizer.encode(text, pair: text, maxLength: nil)
      let expected = whole.encode(text, pair: text, maxLength: nil)
      #expect(found == expected, "\(text.debugDescription)")
    }
  }

  @Test func theKindIsSaidByTheConfigurationOrTheModel() throws {
    var files = try files("gpt2")
    let plain = try load(files).encode("a1b  22").ids
    files["config.json"] = #"{"model_type": "qwen2"}"#
    #expect(try load(files).encode("a1b  22").ids != plain)
    files["tokenizer_config.json"] = #"{"tokenizer_class": "GPT2Tokenizer"}"#
    #expect(try load(files).encode("a1b  22").ids == plain)
    #expect(try load(files).special.eos == 0 && load(files).special.cls == nil)
    files["tokenizer_config.json"] =
      #"{"add_prefix_space": true, "tokenizer_class": "GPT2Tokenizer"}"#
    #expect(try load(files).encode("a").ids == load(files).encode(" a").ids)
  }

  @Test func whatIsWrongIsNamed() throws {
    var files = try files("gpt2")
    files["tokenizer_config.json"] = #"{"tokenizer_class": "CLIPTokenizer"}"#
    #expect(
      error(files).hasPrefix(
        "tokenizer_class of type 'CLIPTokenizer' in test/tokenizer_config.json is not supported"))
    files["tokenizer_config.json"] = nil
    files["merges.txt"] = "#version: 0.2\na b c\n"
    #expect(error(files) == "test/vocab.json: model: 'a b c' is not a merge")
    files["merges.txt"] = "a notthere\n"
    #expect(
      error(files)
        == "test/vocab.json: model: the merge 'a notthere' speaks of a token not in 'vocab'")
    files["merges.txt"] = nil
    #expect(error(files).contains("merges.txt"))
  }
}
