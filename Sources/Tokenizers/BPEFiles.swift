import Files

/// `vocab.json` and `merges.txt`, as tokenizers with byte-level BPE were kept before
/// `tokenizer.json`.
struct BPEFiles {
  /// How a class of tokenizers splits, and the special tokens that it has without being told.
  private struct Family {
    let name: String
    let classes: [String]
    let modelTypes: [String]
    let tokens: [(role: String, token: String)]
  }

  private static let families = [
    Family(
      name: "GPT-2", classes: ["GPT2Tokenizer", "CodeGenTokenizer"],
      modelTypes: ["gpt2", "gpt_neo", "gptj", "codegen"],
      tokens: ["bos_token", "eos_token", "unk_token"].map { ($0, "<|endoftext|>") }),
    Family(
      name: "RoBERTa",
      classes: ["RobertaTokenizer", "BartTokenizer", "LongformerTokenizer", "LEDTokenizer"],
      modelTypes: ["roberta", "bart", "longformer", "led"],
      tokens: [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>"),
        ("sep_token", "</s>"), ("pad_token", "<pad>"), ("cls_token", "<s>"),
        ("mask_token", "<mask>"),
      ]),
    Family(
      name: "Qwen2", classes: ["Qwen2Tokenizer"], modelTypes: ["qwen2", "qwen3"],
      tokens: ["eos_token", "unk_token", "pad_token"].map { ($0, "<|endoftext|>") }),
  ]

  let vocabulary: JSON
  let merges: [String]
  let file: String
  private let configuration: TokenizerConfiguration
  private let family: Family

  init(_ folder: any Folder, _ configuration: TokenizerConfiguration) throws(TokenizerError) {
    let bytes = try withFiles { () throws(FileError) in try folder.open("vocab.json") }
    vocabulary = try withFiles { () throws(FileError) in try JSON.parse(bytes) }
    file = bytes.label
    merges = try Self.merges(
      withFiles { () throws(FileError) in try folder.open("merges.txt").text() })
    self.configuration = configuration
    family = try Self.family(folder, configuration, hasRobertasTokens: vocabulary["<mask>"] != nil)
  }

  private static func merges(_ text: String) -> [String] {
    var lines: [String] = []
    for line in text.utf8.split(separator: 0x0A) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      lines.append(String(Substring(line)))
    }
    return lines
  }

  /// By `tokenizer_class`, else `model_type` of `config.json`, else by what the vocabulary holds.
  private static func family(
    _ folder: any Folder, _ configuration: TokenizerConfiguration, hasRobertasTokens: Bool
  ) throws(TokenizerError) -> Family {
    if let name = configuration.json["tokenizer_class"]?.string {
      let plain = name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
      if let family = families.first(where: { $0.classes.contains(plain) }) { return family }
      throw .unsupported(
        component: "tokenizer_class", type: name, file: configuration.file,
        supported: families.flatMap(\.classes))
    }
    if folder.contains("config.json") {
      let json = try withFiles { () throws(FileError) in
        try JSON.parse(folder.open("config.json"))
      }
      let type = json["model_type"]?.string ?? ""
      if let family = families.first(where: { $0.modelTypes.contains(type) }) { return family }
    }
    return families[hasRobertasTokens ? 1 : 0]
  }

  /// The `tokenizer.json` that stands for both files.
  func document() throws(TokenizerError) -> TokenizerDocument {
    guard let pairs = vocabulary.object?.pairs else {
      throw .malformed(file: file, reason: "is not a JSON object")
    }
    let added = try addedTokens(known: pairs)
    let json: JSONObject = [
      "version": .string("1.0"), "truncation": .null, "padding": .null,
      "added_tokens": .array(added.map(\.json)),
      "normalizer": isQwen ? .object(["type": .string("NFC")]) : .null,
      "pre_tokenizer": preTokenizer, "post_processor": try postProcessor(added),
      "decoder": ByteLevelDocument.decoder,
      "model": ByteLevelDocument.model(vocabulary, merges.map { .string($0) }),
    ]
    var configuration = configuration
    for (role, token) in family.tokens { configuration.setDefault(role, token) }
    return try TokenizerDocument(json, file: file, configuration: configuration)
  }

  private var isQwen: Bool { family.name == "Qwen2" }

  private var addPrefixSpace: Bool { configuration.json["add_prefix_space"]?.bool ?? false }

  private func token(_ role: String) -> String? {
    if configuration.json[role]?.isNull ?? false { return nil }
    return configuration.token(role) ?? family.tokens.first { $0.role == role }?.token
  }

  /// The tokens with a role and those that the configuration lists.
  private func addedTokens(known pairs: [(String, JSON)]) throws(TokenizerError) -> [AddedToken] {
    var ids: [ByteKey: Int32] = [:]
    for (token, id) in pairs { ids[ByteKey(token)] = id.int.flatMap(Int32.init(exactly:)) }
    let listed = try configuration.addedTokens()
    var added: [AddedToken] = []
    let roles = [
      "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]
    for role in roles {
      guard let name = token(role), !(added + listed).contains(where: { $0.content == name }) else {
        continue
      }
      var token = AddedToken(special: name, id: 0)
      // As the published RoBERTa tokenizers have it.
      token.lstrip = role == "mask_token" && family.name == "RoBERTa"
      added.append(token)
    }
    return try AddedToken.numbered(added + listed, count: pairs.count, file: file) {
      ids[ByteKey($0)]
    }
  }

  private var preTokenizer: JSON {
    let bytes = ByteLevelDocument.preTokenizer(addPrefixSpace: addPrefixSpace, useRegex: !isQwen)
    guard isQwen else { return bytes }
    let split: JSON = .object([
      "type": .string(SplitPreTokenizer.type),
      "pattern": .object(["Regex": .string(WordRunPattern.qwen2)]),
      "behavior": .string(SplitBehavior.isolated.rawValue), "invert": .bool(false),
    ])
    return .object([
      "type": .string(SequencePreTokenizer.type), "pretokenizers": .array([split, bytes]),
    ])
  }

  private func postProcessor(_ added: [AddedToken]) throws(TokenizerError) -> JSON {
    guard family.name == "RoBERTa" else {
      return ByteLevelDocument.postProcessor(trimOffsets: false)
    }
    func token(_ role: String) throws(TokenizerError) -> JSON {
      let name = self.token(role) ?? ""
      guard let id = added.first(where: { $0.content == name })?.id else {
        throw .missingToken(token: name, role: role, file: file)
      }
      return .array([.string(name), .integer(Int(id))])
    }
    return .object([
      "type": .string(RobertaProcessing.type), "sep": try token("sep_token"),
      "cls": try token("cls_token"), "trim_offsets": .bool(true),
      "add_prefix_space": .bool(addPrefixSpace),
    ])
  }
}
