import Files
import Foundation
import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// Writes a text for a person: streams it where somebody looks on, and says why it ended.
struct TextWriter {
  let tokenizer: any Tokenizer
  private let model: any DecoderModel
  private let settings: GenerationSettings
  private let request: SubjectRequest
  private let session: Session

  /// - Throws: where the model does not write texts, or has no tokenizer.
  init(
    _ request: SubjectRequest, _ settings: GenerationSettings, in session: Session
  ) throws(Diagnostic) {
    let model = request.runnable.model
    guard model.specification.head == .causalLanguageModelling,
      let decoder = model as? any DecoderModel
    else {
      throw Diagnostic(
        code: "wrong-head", exit: 70,
        message: "'\(request.name.value)' (\(model.specification.family)) does not write texts: "
          + "load a decoder with task=text-generation",
        span: request.name.span)
    }
    tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span).tokenizer
    (self.model, self.settings, self.request, self.session) = (decoder, settings, request, session)
  }

  /// The ids of a text to go on from: special tokens spelled out in it are tokens.
  func prompt(_ text: Spanned<String>) throws(Diagnostic) -> [Int32] {
    let ids = tokenizer.promptPrefix + tokenizer.encode(text.value).ids
    if !ids.isEmpty { return ids }
    guard let begin = tokenizer.special.bos ?? tokenizer.special.eos else {
      throw Diagnostic(
        code: "bad-data", exit: 70,
        message: "the prompt is empty, and the tokenizer has no token "
          + "that a text begins with", span: text.span)
    }
    return [begin]
  }

  /// Goes on from a prompt.
  ///
  /// - Parameter end: a token that ends the text beside the model's own.
  func write(
    after prompt: [Int32], at span: Span, end: Int32? = nil
  ) throws(Diagnostic) -> CommandResult {
    let stream = session.onText.map { onText in
      { (piece: String, _: Int) in
        if !piece.isEmpty { onText(OutputPart.trained(piece).printed) }
      }
    }
    let generated = try generate(prompt, at: span, ends: Set(end.map { [$0] } ?? []), stream)
    let text = generated.text
    var lines: [[OutputPart]] = [[.trained(text.isEmpty ? "(nothing)" : text, exact: text)]]
    lines += remarks(generated).map { [.text($0)] }
    lines.append(figures(generated))
    return CommandResult(lines: lines, record: record(generated, text))
  }

  /// Answers a question in its prompt.
  func answer(
    _ encoded: EncodedAnswers, at span: Span, notes: [String]
  ) throws(Diagnostic) -> CommandResult {
    // White space around an answer is no part of it: it is shown once something follows it.
    var (hasBegun, blanks) = (false, "")
    let stream = session.onText.map { onText in
      { (piece: String, _: Int) in
        let scalars = piece.unicodeScalars
        let end = scalars.reversed().drop(while: \.properties.isWhitespace).count
        let shown = String(String.UnicodeScalarView(scalars.prefix(end)))
        let rest = String(String.UnicodeScalarView(scalars.dropFirst(end)))
        if shown.isEmpty {
          blanks += rest
        } else {
          var text = blanks + shown
          if !hasBegun {
            text = String(text.unicodeScalars.drop(while: \.properties.isWhitespace))
          }
          (hasBegun, blanks) = (true, rest)
          onText(OutputPart.trained(text).printed)
        }
      }
    }
    let generated = try generate(encoded.prompts[0], at: span, ends: [encoded.encoder.end], stream)
    let text = encoded.encoder.text(of: generated.ids)
    let answer = encoded.answerText(text)
    let probability = exp(-generated.losses.reduce(0, +))
    var lines: [[OutputPart]] = []
    if !text.isEmpty { lines.append([.trained(text)]) }
    if answer.isEmpty { lines.append([.trained("no answer")]) }
    lines[lines.count - 1] += [.text("   probability "), .score(probability)]
    lines += (notes + remarks(generated)).map { [.text($0)] }
    var record = record(generated, text)
    record += [("has_answer", .bool(!answer.isEmpty)), ("probability", .number(probability))]
    return CommandResult(lines: lines, record: record)
  }

  private func generate(
    _ prompt: [Int32], at span: Span, ends: Set<Int32>,
    _ stream: ((_ piece: String, _ tokens: Int) -> Void)?
  ) throws(Diagnostic) -> GeneratedText {
    try session.checkIDs(prompt, request.runnable, at: span)
    // A stop string that is a special token never is text.
    let (tokens, texts) = settings.stop.reduce(into: (Set<Int32>(), [String]())) { found, stop in
      if let id = tokenizer.id(of: stop), tokenizer.isSpecial(id) {
        found.0.insert(id)
      } else {
        found.1.append(stop)
      }
    }
    let own = settings.ignoresEnd ? [] : ends.union(request.runnable.base.endTokens)
    var settings = settings
    settings.ignoresEnd = false
    let generator = Generator(model, settings, ends: own.union(tokens))
    let generated = try session.explain(at: request.name.span) {
      try generator(prompt, into: GrowingText(tokenizer, stop: texts), onPiece: stream)
    }
    guard generated.end != .interrupted else { throw interrupted(generated, span) }
    return generated
  }

  /// The statement came to no end: it is not kept, and what it wrote was only shown.
  private func interrupted(_ generated: GeneratedText, _ span: Span) -> Diagnostic {
    let count = Figures.plural(generated.ids.count, "token")
    let shown = OutputPart.trained(generated.text).printed
    let text = session.onText == nil && !shown.isEmpty ? "; the text so far: " + shown : ""
    return Diagnostic(
      code: "interrupted", exit: 130, message: "interrupted after \(count)" + text, span: span)
  }

  private func remarks(_ generated: GeneratedText) -> [String] {
    var remarks: [String] = []
    let positions = model.specification.maximumPositions
    if generated.promptCut > 0 {
      remarks.append(
        "the first \(Figures.plural(generated.promptCut, "token")) of the prompt left out: the model "
          + "has \(positions) positions")
    }
    if generated.end == .positions {
      remarks.append("ended at the model's last position, \(positions)")
    }
    let drawn = [("top_k", settings.topK != nil), ("top_p", settings.topP != nil)].filter(\.1)
    if settings.temperature == 0, !drawn.isEmpty {
      remarks.append(
        "\(drawn.map(\.0).joined(separator: " and ")) without effect: temperature=0 takes the "
          + "likeliest token")
    }
    return remarks
  }

  private func figures(_ generated: GeneratedText) -> [OutputPart] {
    let count = generated.ids.count
    let rate = generated.seconds > 0 ? Double(count) / generated.seconds : 0
    return [.trained(Figures.plural(count, "token")), .text(", "), .rate(rate, unit: "tokens/s")]
  }

  private func record(_ generated: GeneratedText, _ text: String) -> [(String, JSON)] {
    [
      ("text", .string(text)), ("ids", .array(generated.ids.map { .integer(Int($0)) })),
      ("nll", .number(generated.losses.reduce(0, +))), ("end", .string(generated.end.rawValue)),
      ("prompt_seconds", .number(generated.promptSeconds)),
      ("seconds", .number(generated.seconds)),
    ]
  }
}
