import Files
import Foundation

/// A tokenizer put together from the parts that `tokenizer.json` names.
final class TokenizerPipeline: Tokenizer, Sendable {
  let normalizer: (any Normalizer)?
  let preTokenizer: (any PreTokenizer)?
  let model: any TokenModel
  let postProcessor: any PostProcessor
  let decoder: (any TokenDecoder)?
  let added: AddedVocabulary
  let truncatesLeft: Bool
  let special: SpecialTokens
  let modelMaxLength: Int?
  let vocabularySize: Int
  /// What `save` writes.
  let document: TokenizerDocument
  /// The blanks of the tokens that have some, where offsets are trimmed.
  let blanks: [Int32: TokenBlanks]
  var trimsOffsets: Bool { !postProcessor.trims.isEmpty }
  private let workspaces = WorkspacePool()

  var algorithm: String { type(of: model).type }

  init(_ document: TokenizerDocument) throws(TokenizerError) {
    self.document = document
    let (json, file) = (document.json, document.file)
    normalizer = try makeNormalizer(json["normalizer"], file: file)
    preTokenizer = try makePreTokenizer(json["pre_tokenizer"], file: file)
    model = try makeTokenModel(json["model"], file: file)
    postProcessor = try makePostProcessor(json["post_processor"], file: file)
    decoder = try makeTokenDecoder(json["decoder"], file: file)
    blanks = postProcessor.trims.isEmpty ? [:] : Self.blanks(model.vocabulary)
    let tokens = try document.addedTokens(beside: model.vocabulary)
    added = AddedVocabulary(tokens, normalizer: normalizer)
    truncatesLeft = document.truncatesLeft
    modelMaxLength = document.configuration.modelMaxLength
    let (vocabulary, ids) = (model.vocabulary, added)
    special = document.configuration.specialTokens { ids.id(of: $0) ?? vocabulary.id(of: $0) }
    vocabularySize =
      vocabulary.count + tokens.count { vocabulary.id(of: $0.content) == nil }
  }

  func id(of token: String) -> Int32? { added.id(of: token) ?? model.vocabulary.id(of: token) }

  func token(_ id: Int32) -> String? { added.text(of: id) ?? model.vocabulary.text(of: id) }

  func encode(_ text: String) -> Encoding {
    assemble([.sequence(0, typeID: 0)], [tokens(of: text)])
  }

  func encode(_ text: String, pair: String?, maxLength: Int?) -> Encoding {
    var sequences = [tokens(of: text)]
    if let pair { sequences.append(tokens(of: pair)) }
    let template = pair == nil ? postProcessor.single : postProcessor.pair
    if let maxLength {
      let room = max(0, maxLength - Self.specialCount(template))
      let counts = longestFirst(sequences.map(\.ids.count), room: room)
      for i in sequences.indices { sequences[i].cut(to: counts[i], keepingEnd: truncatesLeft) }
    }
    return assemble(template, sequences)
  }

  func encodePlain(_ text: String) -> Encoding {
    assemble([.sequence(0, typeID: 0)], [tokens(of: text, readsSpecial: false)])
  }

  func isSpecial(_ id: Int32) -> Bool { added.text(of: id).map(added.isSpecial) ?? false }

  var chatTemplate: String? { document.configuration.chatTemplate }

  func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    var tokens = ids.compactMap(token)
    if skipSpecial { tokens.removeAll(where: added.isSpecial) }
    return decoder.map { $0.decode(tokens).joined() } ?? tokens.joined(separator: " ")
  }

  private static func blanks(_ vocabulary: Vocabulary) -> [Int32: TokenBlanks] {
    var result: [Int32: TokenBlanks] = [:]
    for (id, text) in vocabulary.ordered {
      let blanks = TokenBlanks(text.unicodeScalars)
      if blanks != TokenBlanks() { result[id] = blanks }
    }
    return result
  }

  private static func specialCount(_ template: [TemplatePiece]) -> Int {
    template.reduce(0) { if case .special(let ids, _) = $1 { $0 + ids.count } else { $0 } }
  }

  private func tokens(of text: String, readsSpecial: Bool = true) -> SequenceTokens {
    workspaces.withWorkspace { workspace in
      var text = text
      return text.withUTF8 { bytes in
        var run = PipelineRun(self, workspace, readsSpecial: readsSpecial)
        run.read(bytes)
        return run.result
      }
    }
  }

  private func assemble(_ template: [TemplatePiece], _ sequences: [SequenceTokens]) -> Encoding {
    var encoding = Encoding()
    var sequences = sequences
    for k in sequences.indices { sequences[k].apply(postProcessor.trims) }
    for piece in template {
      switch piece {
      case .sequence(let k, let typeID):
        let sequence = sequences[k]
        encoding.ids += sequence.ids
        encoding.offsets += sequence.offsets
        encoding.typeIDs += repeatElement(typeID, count: sequence.ids.count)
        encoding.sequence += repeatElement(Int8(k), count: sequence.ids.count)
      case .special(let ids, let typeID):
        encoding.ids += ids
        encoding.offsets += repeatElement(0..<0, count: ids.count)
        encoding.typeIDs += repeatElement(typeID, count: ids.count)
        encoding.sequence += repeatElement(-1, count: ids.count)
      }
    }
    encoding.isTruncated = sequences.contains(where: \.isCut)
    return encoding
  }
}
