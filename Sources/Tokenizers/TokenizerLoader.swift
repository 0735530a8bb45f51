import Files

/// Reads the tokenizer of a model folder.
package enum TokenizerLoader {
  /// From `tokenizer.json`, else from `vocab.txt`, else from `vocab.json` and `merges.txt`, with
  /// `tokenizer_config.json` where it exists.
  ///
  /// - Throws: which file is missing or wrong and where, or which part is of a kind not known.
  package static func load(_ folder: any Folder) throws(TokenizerError) -> any Tokenizer {
    let configuration = try TokenizerConfiguration(folder)
    let tokenizer = try TokenizerPipeline(document(folder, configuration))
    // What is asked here is noted, and seen by whoever waits: no loop may have asked since.
    _ = Patience.isOver
    return tokenizer
  }

  /// Whether a folder holds the files of a tokenizer, whatever is in them.
  package static func canLoad(_ folder: any Folder) -> Bool {
    tokenizerSources.contains { ([$0.name] + $0.others).allSatisfy(folder.contains) }
  }

  private static func document(
    _ folder: any Folder, _ configuration: TokenizerConfiguration
  ) throws(TokenizerError) -> TokenizerDocument {
    for source in tokenizerSources where folder.contains(source.name) {
      return try source.read(folder, configuration)
    }
    throw .noTokenizer(folder: folder.path, lookedFor: tokenizerSources.map(\.name))
  }
}

/// A file that holds a tokenizer.
struct TokenizerSource {
  let name: String
  /// Files that have to stand beside it.
  var others: [String] = []
  let read: (any Folder, TokenizerConfiguration) throws(TokenizerError) -> TokenizerDocument
}

/// In order of preference; a new kind is one file and one line here.
private var tokenizerSources: [TokenizerSource] {
  [
    TokenizerSource(name: "tokenizer.json") { folder, configuration throws(TokenizerError) in
      let bytes = try withFiles { () throws(FileError) in try folder.open("tokenizer.json") }
      let json = try withFiles { () throws(FileError) in try JSON.parse(bytes) }
      guard let object = json.object else {
        throw .malformed(file: bytes.label, reason: "is not a JSON object")
      }
      return try TokenizerDocument(object, file: bytes.label, configuration: configuration)
    },
    TokenizerSource(name: "vocab.txt") { folder, configuration throws(TokenizerError) in
      let bytes = try withFiles { () throws(FileError) in try folder.open("vocab.txt") }
      return try VocabularyFile.document(
        VocabularyFile.tokens(bytes), file: bytes.label, configuration)
    },
    TokenizerSource(name: "vocab.json", others: ["merges.txt"]) {
      folder, configuration throws(TokenizerError) in
      try BPEFiles(folder, configuration).document()
    },
  ]
}
