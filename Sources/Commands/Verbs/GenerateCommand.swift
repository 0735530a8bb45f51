import Language
import Notebooks
import Tasks
import Training

/// `generate a "prompt" [max_tokens=64] [temperature=0] [top_k=…] [top_p=…] […]`
enum GenerateCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "generate", summary: "write on from a prompt",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", .object(["adapter", "model"]), meaning: "what writes"),
            SlotSpec("prompt", .string, meaning: "what it goes on from"),
          ],
          options: options)
      ],
      makesObject: false,
      help:
        "Needs a model with task=text-generation. Writes until an end-of-text token, a stop "
        + "string, max_tokens or the model's last position. Ctrl-C ends the text, and nothing else.",
      example: "generate a \"Once upon a time\" max_tokens=40 temperature=0.8 top_p=0.95")
  }

  private static var options: [OptionSpec] {
    [
      OptionSpec(
        "max_tokens", .wholeNumber(from: 1, to: 1_000_000), fallback: "64",
        meaning: "new tokens at most", synonyms: ["max_new_tokens"]),
      OptionSpec(
        "temperature", .number(from: 0, to: 1e6), fallback: "0",
        meaning:
          "0 takes the likeliest token, of equals the lowest id; else one is drawn, the more "
          + "freely the higher"),
      OptionSpec(
        "top_k", .wholeNumber(from: 1, to: nil),
        meaning: "draw among so many likeliest tokens; default all"),
      OptionSpec(
        "top_p", .number(to: 1, above: 0),
        meaning: "draw among the fewest likeliest tokens that are as probable together; default all"
      ),
      OptionSpec(
        "repetition_penalty", .number(to: 1e6, above: 0), fallback: "1",
        meaning: "above 1 makes tokens less likely that stand in prompt or text"),
      OptionSpec("seed", .wholeNumber(from: 0, to: nil), fallback: "0", meaning: "of the draws"),
      OptionSpec(
        "stop", .oneOf([.string, .list(of: .string)]),
        meaning: "texts before which the answer ends", example: "[\"\\n\"]",
        synonyms: ["stop_strings"]),
      OptionSpec(
        "ignore_eos", .flag, fallback: "false", meaning: "write on after end-of-text tokens"),
      OptionSpec(
        "template", .words(AnswerReading.words),
        meaning: "put the prompt as a turn of a conversation", synonyms: ["chat_template"]),
    ]
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let subject = s.text("adapter")
    let positions = runnable.model.specification.maximumPositions
    let request = SubjectRequest(
      runnable: runnable, name: subject, reading: ReadingSettings(maxLength: positions))
    let writer = try TextWriter(request, try settings(s), in: session)
    let prompt = s.text("prompt")
    guard let template = s.given("template") else {
      return try writer.write(after: try writer.prompt(prompt), at: prompt.span)
    }
    var reading = AnswerReading()
    reading.choice = try AnswerReading.choice(template)
    let (ids, end) = try session.explain(at: template.span) {
      let frame = try reading.template(for: writer.tokenizer).template.frame
      let encoder = try PromptEncoder(PromptTemplate(bare: frame), writer.tokenizer)
      return (
        encoder.prompt(question: prompt.value, context: "", room: .max)?.ids ?? [], encoder.end
      )
    }
    return try writer.write(after: ids, at: prompt.span, end: end)
  }

  private static func settings(_ s: CheckedStatement) throws(Diagnostic) -> GenerationSettings {
    var settings = GenerationSettings()
    settings.maxTokens = s.int("max_tokens") ?? settings.maxTokens
    settings.temperature = s.double("temperature") ?? 0
    settings.topK = s.int("top_k")
    settings.topP = s.double("top_p")
    settings.repetitionPenalty = s.double("repetition_penalty") ?? 1
    settings.seed = UInt64(s.int("seed") ?? 0)
    settings.stop = s.strings("stop") ?? []
    settings.ignoresEnd = s.flag("ignore_eos") ?? false
    guard !settings.stop.contains("") else {
      throw Diagnostic(
        code: "out-of-range", exit: 65,
        message: "stop is an empty text, before which all would end",
        span: s.span(of: "stop"))
    }
    return settings
  }
}
