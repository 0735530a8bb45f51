import Files
import Testing
import Tokenizers

@Suite struct TokenizerLoaderTests {
  private let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nélan\nelan\nElan\n中\n##s\n"

  private func error(_ files: [String: String]) -> String {
    do {
      _ = try TokenizerLoader.load(TokenizerFixtures.folder(files))
      return "none"
    } catch { return error.description }
  }

  private func json(_ change: (inout JSONObject) -> Void) throws -> String {
    var object = try #require(try TokenizerFixtures.json("plain/tokenizer.json").object)
    change(&object)
    return JSON.object(object).serialized()
  }

  @Test func specialTokensAndSizesAreKnown() throws {
    let tokenizer = try TokenizerFixtures.load("uncased")
    #expect(tokenizer.vocabularySize == 5000)
    #expect(tokenizer.modelMaxLength == 512)
    #expect(tokenizer.special.pad == 0 && tokenizer.special.unk == 1)
    #expect(tokenizer.special.cls == 2 && tokenizer.special.sep == 3)
    #expect(tokenizer.special.mask == 4)
    #expect(tokenizer.id(of: "[MASK]") == 4 && tokenizer.token(4) == "[MASK]")
    #expect(tokenizer.id(of: "no such token") == nil && tokenizer.token(5000) == nil)
    // Tokens beyond the model's vocabulary count.
    #expect(try TokenizerFixtures.load("added").vocabularySize == 911)
  }

  /// Whoever gives up while a tokenizer is read learns that it noticed, wherever in the reading.
  @Test(arguments: ["vocab.txt", "tokenizer.json"])
  func nobodyWaitsForTheEndOfReading(_ name: String) throws {
    let text = try name == "vocab.txt" ? vocabulary : json { $0["added_tokens"] = .null }
    let folder = TokenizerFixtures.folder([name: text])
    for isEnded in [true, false] {
      let patience = Patience(isEnded: { isEnded })
      _ = try? patience.during { try TokenizerLoader.load(folder) }
      #expect(patience.wasOver == isEnded)
    }
  }

  @Test func onlyKeysThatArePresentOverrule() throws {
    func ids(_ configuration: String?) throws -> [Int32] {
      var files = ["tokenizer.json": try json { $0["normalizer"] = cased($0["normalizer"]) }]
      files["tokenizer_config.json"] = configuration
      return try TokenizerLoader.load(TokenizerFixtures.folder(files)).encode("The").ids
    }
    func cased(_ normalizer: JSON?) -> JSON {
      var object = normalizer?.object ?? [:]
      object["lowercase"] = .bool(false)
      return .object(object)
    }
    let unknown = try ids(nil)
    #expect(try ids("{}") == unknown)
    #expect(try ids(#"{"model_max_length": 128}"#) == unknown)
    #expect(try ids(#"{"do_lower_case": true}"#) != unknown)
  }

  @Test func vocabularyFileTakesItsFlagsFromTheConfiguration() throws {
    func ids(_ configuration: String) throws -> [Int32] {
      let files = ["vocab.txt": vocabulary, "tokenizer_config.json": configuration]
      return try TokenizerLoader.load(TokenizerFixtures.folder(files)).encode("Élans").ids
    }
    #expect(try ids("{}") == [6, 9])
    #expect(try ids(#"{"do_lower_case": true, "strip_accents": false}"#) == [5, 9])
    #expect(try ids(#"{"do_lower_case": false, "strip_accents": true}"#) == [7, 9])
    #expect(try ids(#"{"do_lower_case": false}"#) == [1])
  }

  @Test func linesOfAVocabularyFileCountAsInPython() throws {
    let text = vocabulary.replacing("\n", with: "\r\n") + "\r\nlast \r\nelan"
    let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(["vocab.txt": text]))
    #expect(tokenizer.id(of: "") == 10)
    #expect(tokenizer.id(of: "last ") == 11)
    #expect(tokenizer.id(of: "elan") == 12)
    #expect(tokenizer.encode("elan").ids == [12])
    #expect(tokenizer.special.mask == 4)
  }

  @Test(
    arguments: [
      ("1000000000000000019884624838656", nil), ("1e30", nil), ("1000000000", nil), ("null", nil),
      ("0", nil), ("-1", nil), ("-9223372036854775808", nil), ("0.5", nil), ("512.0", 512),
      ("77", 77),
    ] as [(String, Int?)])
  func lengthsThatAreNoLimitAreNil(_ length: String, _ expected: Int?) throws {
    let configuration = #"{"model_max_length": \#(length)}"#
    let files = ["vocab.txt": vocabulary, "tokenizer_config.json": configuration]
    #expect(try TokenizerLoader.load(TokenizerFixtures.folder(files)).modelMaxLength == expected)
  }

  @Test(arguments: [
    (#"{"model_max_length": "512"}"#, #"'model_max_length' is "512", expected a number"#),
    (#"{"model_max_length": [512]}"#, "'model_max_length' is [512], expected a number"),
    (#"{"truncation_side": "top"}"#, #"'truncation_side' is "top", expected left or right"#),
    (#"{"unk_token": 5}"#, "'unk_token' is 5, expected a token"),
    (#"{"pad_token": {"lstrip": true}}"#, #"'pad_token' is {"lstrip":true}, expected a token"#),
    (#"{"added_tokens_decoder": []}"#, "'added_tokens_decoder' is [], expected an object"),
    (
      #"{"added_tokens_decoder": {"-1": {"content": "a"}}}"#,
      "'added_tokens_decoder' has the key '-1', expected a whole number below 2147483648"
    ),
    (#"{"tokenizer_class": 1}"#, "'tokenizer_class' is 1, expected a string"),
    (#"{"add_prefix_space": "no"}"#, #"'add_prefix_space' is "no", expected true or false"#),
  ])
  func wrongTypesInTheConfigurationAreNamed(_ configuration: String, _ expected: String) {
    let files = ["vocab.txt": vocabulary, "tokenizer_config.json": configuration]
    #expect(error(files) == "test/tokenizer_config.json: " + expected)
    let map = ["vocab.txt": vocabulary, "special_tokens_map.json": #"{"sep_token": false}"#]
    #expect(error(map) == "test/special_tokens_map.json: 'sep_token' is false, expected a token")
  }

  /// As Hugging Face numbers them: after the vocabulary, in the order of the file.
  @Test func addedTokensAreNumberedAfterTheVocabulary() throws {
    let added = [("<x>", 40), ("a", 7), ("<y>", 1), ("<x>", 9)].map { content, id in
      #"{"id": \#(id), "content": "\#(content)", "special": true}"#
    }
    let json = """
      {"added_tokens": [\(added.joined(separator: ", "))],
       "model": {"type": "BPE", "vocab": {"a": 0, "b": 5}, "merges": []}}
      """
    let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(["tokenizer.json": json]))
    #expect(tokenizer.encode("a<x>b<y>").ids == [0, 2, 5, 3])
    #expect(tokenizer.vocabularySize == 4)
  }

  @Test func namesOfSpecialTokensComeFromTheConfiguration() throws {
    let files = [
      "vocab.txt": "<pad>\n<unk>\n<s>\n</s>\na\n",
      "tokenizer_config.json": """
      {"unk_token": "<unk>", "cls_token": {"content": "<s>"}, "sep_token": "</s>"}
      """,
      "special_tokens_map.json": #"{"pad_token": "<pad>"}"#,
    ]
    let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(files))
    #expect(tokenizer.encode("a b", pair: nil, maxLength: nil).ids == [2, 4, 1, 3])
    #expect(tokenizer.special.pad == 0)
    // A role whose token the file lacks gets the next id, as in transformers.
    #expect(tokenizer.special.mask == 5 && tokenizer.vocabularySize == 6)
    #expect(tokenizer.encode("a[MASK]").ids == [4, 5])
  }

  @Test func theConfigurationAddsAndRedefinesTokens() throws {
    let files = [
      "vocab.txt": vocabulary,
      "tokenizer_config.json": """
      {"added_tokens_decoder": {
        "10": {"content": "<new>", "single_word": false, "lstrip": false, "rstrip": true,
               "normalized": false, "special": true},
        "4": {"content": "[MASK]", "single_word": false, "lstrip": true, "rstrip": false,
              "normalized": false, "special": true}}}
      """,
    ]
    let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(files))
    let encoding = tokenizer.encode("elan [MASK]<new> elan")
    #expect(encoding.ids == [6, 4, 10, 6])
    #expect(encoding.offsets == [0..<4, 4..<11, 11..<17, 17..<21])
    #expect(tokenizer.vocabularySize == 11)
    #expect(tokenizer.decode(encoding.ids, skipSpecial: true) == "elan elan")
  }

  @Test func whatIsMissingIsNamed() throws {
    #expect(
      error([:]) == "no tokenizer in 'test': looked for tokenizer.json, vocab.txt, vocab.json")
    #expect(
      error(["vocab.txt": "a\nb\n"])
        == "the unknown token '[UNK]' is not in the vocabulary of test/vocab.txt")
  }

  @Test func unknownPartsAreNamed() throws {
    let parts = ["normalizer", "pre_tokenizer", "post_processor", "decoder", "model"]
    for part in parts {
      let text = try json { $0[part] = .object(["type": .string("Odd")]) }
      let message = error(["tokenizer.json": text])
      #expect(
        message.hasPrefix("\(part) of type 'Odd' in test/tokenizer.json is not supported ("),
        "\(message)")
    }
  }

  @Test func malformedFilesAreNamed() throws {
    #expect(error(["tokenizer.json": "{"]).hasPrefix("test/tokenizer.json:1:2: "))
    #expect(error(["tokenizer.json": "[]"]) == "test/tokenizer.json: is not a JSON object")
    #expect(
      error(["tokenizer.json": try json { $0["version"] = .string("2.0") }])
        == #"test/tokenizer.json: version "2.0", expected "1.0""#)
    let noFlag = try json { $0["normalizer"] = .object(["type": .string("BertNormalizer")]) }
    #expect(
      error(["tokenizer.json": noFlag])
        == "test/tokenizer.json: normalizer: 'lowercase' is missing")
    let badID = try json { object in
      object["model"] = .object([
        "type": .string("WordPiece"), "vocab": .object(["[UNK]": .integer(-1)]),
      ])
    }
    #expect(
      error(["tokenizer.json": badID])
        == "test/tokenizer.json: model: the id of '[UNK]' is -1, "
        + "expected a whole number below 2147483648")
    #expect(
      error(["vocab.txt": vocabulary, "tokenizer_config.json": #"{"do_lower_case": "yes"}"#])
        == "test/tokenizer_config.json: 'do_lower_case' is \"yes\", expected true or false")
  }
}
