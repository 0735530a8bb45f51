import Files

/// The parts of a `tokenizer.json` with byte-level BPE.
enum ByteLevelDocument {
  static func preTokenizer(addPrefixSpace: Bool, useRegex: Bool) -> JSON {
    .object([
      "type": .string(ByteLevelPreTokenizer.type), "add_prefix_space": .bool(addPrefixSpace),
      "trim_offsets": .bool(true), "use_regex": .bool(useRegex),
    ])
  }

  static func postProcessor(trimOffsets: Bool) -> JSON {
    .object([
      "type": .string(ByteLevelProcessing.type), "add_prefix_space": .bool(false),
      "trim_offsets": .bool(trimOffsets), "use_regex": .bool(true),
    ])
  }

  /// Hugging Face reads none without the flags, which mean nothing here.
  static let decoder: JSON = .object([
    "type": .string(ByteLevelDecoder.type), "add_prefix_space": .bool(true),
    "trim_offsets": .bool(true), "use_regex": .bool(true),
  ])

  static func model(_ vocabulary: JSON, _ merges: [JSON]) -> JSON {
    .object([
      "type": .string(BPEModel.type), "dropout": .null, "unk_token": .null,
      "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": .bool(false),
      "byte_fallback": .bool(false), "ignore_merges": .bool(false), "vocab": vocabulary,
      "merges": .array(merges),
    ])
  }
}
