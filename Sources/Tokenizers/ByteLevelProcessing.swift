/// Takes blanks at the ends of a token out of its offsets.
struct OffsetTrim: Sendable, Equatable {
  /// Whether the first token's space may be one that the pre-tokenizer added.
  let addPrefixSpace: Bool

  /// None where `trim_offsets` is false.
  static func read(_ component: Component) throws(TokenizerError) -> [OffsetTrim] {
    let addPrefixSpace = try component.bool("add_prefix_space", default: true)
    let trims = try component.bool("trim_offsets", default: true)
    return trims ? [OffsetTrim(addPrefixSpace: addPrefixSpace)] : []
  }

  /// - Parameter isFirst: whether the token is the first of its text.
  func trimmed(_ range: Range<Int>, _ blanks: TokenBlanks, isFirst: Bool) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    var leading = blanks.leading
    if leading > 0 {
      // Of several the pre-tokenizer added none.
      if addPrefixSpace, isFirst || start == 0, leading == 1 { leading = 0 }
      start = min(start + leading, end)
    }
    if blanks.trailing > 0, end >= blanks.trailing { end = max(end - blanks.trailing, start) }
    return start..<end
  }
}

/// How many blanks a token begins and ends with.
struct TokenBlanks: Sendable, Equatable {
  var leading = 0
  var trailing = 0

  init() {}

  init(_ scalars: some BidirectionalCollection<Unicode.Scalar>) {
    let flags = CodePoints.shared
    func isBlank(_ c: Unicode.Scalar) -> Bool {
      c.value == ByteLevelAlphabet.space || flags.has(c.value, CodePoints.whitespace)
    }
    leading = scalars.prefix(while: isBlank).count
    trailing = scalars.reversed().prefix(while: isBlank).count
  }
}

/// No special tokens; offsets without blanks.
struct ByteLevelProcessing: PostProcessor {
  static let type = "ByteLevel"

  let single = PlainProcessing().single
  let pair = PlainProcessing().pair
  let addsTokens = false
  let trims: [OffsetTrim]

  init(_ component: Component) throws(TokenizerError) {
    trims = try OffsetTrim.read(component)
  }
}

/// `<s> A </s>` and `<s> A </s></s> B </s>`, all of type 0; offsets without blanks.
struct RobertaProcessing: PostProcessor {
  static let type = "RobertaProcessing"

  let single: [TemplatePiece]
  let pair: [TemplatePiece]
  let trims: [OffsetTrim]

  init(_ component: Component) throws(TokenizerError) {
    single = try component.enclosed()
    let sep = try component.tokenID("sep")
    pair =
      single + [
        .special([sep], typeID: 0), .sequence(1, typeID: 0), .special([sep], typeID: 0),
      ]
    trims = try OffsetTrim.read(component)
  }
}

/// Post-processors one after the other, of which one may add tokens.
struct SequenceProcessing: PostProcessor {
  static let type = "Sequence"

  let single: [TemplatePiece]
  let pair: [TemplatePiece]
  let addsTokens: Bool
  let trims: [OffsetTrim]

  init(_ component: Component) throws(TokenizerError) {
    let parts = try component.parts("processors", makePostProcessor)
    let adding = parts.filter(\.addsTokens)
    guard adding.count < 2 else {
      throw component.malformed("\(adding.count) of its parts add tokens")
    }
    let template = adding.first ?? PlainProcessing()
    (single, pair, addsTokens) = (template.single, template.pair, !adding.isEmpty)
    trims = parts.flatMap(\.trims)
  }
}
