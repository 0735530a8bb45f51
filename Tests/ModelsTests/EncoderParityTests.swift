import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

/// Every family and every head against transformers.
@Suite struct EncoderParityTests {
  let engine = Engine(threads: 2)

  @Test(arguments: EncoderFixture.families, EncoderFixture.heads)
  func logitsMatch(_ family: String, _ head: HeadKind) throws {
    let model = try EncoderFixture.model(family, head, on: engine)
    #expect(model.tree.drawn.isEmpty)
    let logits = model.headLogits(try EncoderInputs().batch)
    let expected = try EncoderFixture.expected(family).tensor(
      "\(head.rawValue).logits", on: engine)
    #expect(logits.shape == expected.shape)
    #expect(largestDifference(logits.values, expected.values) < 1e-5)
  }

  /// The bounds of `ParityTests.gradientsMatch`, for the same reason.
  @Test(
    arguments: EncoderFixture.families.filter { $0 != "xlm-roberta" },
    [HeadKind.sequenceClassification, .questionAnswering, .tokenClassification])
  func gradientsMatch(_ family: String, _ head: HeadKind) throws {
    let file = try EncoderFixture.expected(family)
    let model = try EncoderFixture.model(family, head, on: engine).rebuilt { _, parameter in
      Parameter(parameter.value.copied(kind: .weights), isTrainable: true)
    }
    let inputs = try EncoderInputs()
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    let loss = inputs.loss(model, inputs.texts.all, on: tape)
    let value = try file.tensor("\(head.rawValue).loss", on: engine).values[0]
    #expect(abs(loss.values[0] - value) < 1e-6)
    tape.backward(from: loss)
    let prefix = "\(head.rawValue).grad."
    #expect(
      Set(model.tree.parameters.map { prefix + $0.name })
        == Set(file.names.filter { $0.hasPrefix(prefix) }))
    for (name, parameter) in model.tree.parameters {
      let expected = try file.tensor(prefix + name, on: engine)
      let gradient = try #require(parameter.gradient, "\(name) has no gradient")
      #expect(gradient.shape == expected.shape)
      let largest = expected.values.reduce(0) { max($0, abs($1)) }
      let difference = largestDifference(gradient.values, expected.values)
      #expect(difference < 4e-6 * largest + 4e-7, "\(name): \(difference) of \(largest)")
    }
  }

  @Test func aPaddingIDInATextIsNumberedAsTransformersDoes() throws {
    let model = try EncoderFixture.model("roberta", .none, on: engine)
    var batch = PackedBatch()
    for ids in try EncoderInputs().padded {
      batch.append(ids: ids, typeIDs: ids.map { _ in 0 })
    }
    let expected = try EncoderFixture.expected("roberta").tensor("padded.logits", on: engine)
    #expect(largestDifference(model.headLogits(batch).values, expected.values) < 1e-5)
  }

  @Test(arguments: EncoderFixture.families)
  func segmentsBeyondTheTableCountAsTheFirst(_ family: String) throws {
    let model = try EncoderFixture.model(family, .tokenClassification, on: engine)
    let ids: [Int32] = [2, 5, 7, 9]
    func logits(_ types: [Int32]) -> [Float] {
      var batch = PackedBatch()
      batch.append(ids: ids, typeIDs: types)
      return model.headLogits(batch).values
    }
    #expect(logits([0, 0, 3, 2]) == logits([0, 0, 0, 0]))
    let hasTwo = family == "bert" || family == "electra"
    #expect((logits([0, 0, 1, 1]) != logits([0, 0, 0, 0])) == hasTwo)
  }

  /// RoBERTa's table has two rows that no token may use.
  @Test(arguments: EncoderFixture.families)
  func theLongestSequenceIsWhatTheTableCanNumber(_ family: String) throws {
    let model = try EncoderFixture.model(family, .none, on: engine)
    #expect(model.specification.maximumPositions == 20)
    #expect(try EncoderInputs().texts.ids.map(\.count).max() == 20)
  }

  // MARK: Dropout, which the fixtures have none of

  private func trained(
    _ family: String, _ head: HeadKind, _ changes: [(String, JSON?)]
  ) throws -> [Float] {
    let model = try EncoderFixture.model(family, head, changes, on: engine)
    let tape = Tape(dropout: RandomKey(seed: 3), on: engine)
    return model.headLogits(try EncoderInputs().batch, on: tape).values
  }

  /// A key that is absent, its default, and 0.
  @Test(
    arguments: [
      ("distilbert", .questionAnswering, "qa_dropout", 0.1),
      ("distilbert", .sequenceClassification, "seq_classif_dropout", 0.2),
      ("distilbert", .none, "dropout", 0.1), ("distilbert", .none, "attention_dropout", 0.1),
      ("roberta", .none, "hidden_dropout_prob", 0.1),
      ("roberta", .none, "attention_probs_dropout_prob", 0.1),
      ("electra", .none, "hidden_dropout_prob", 0.1),
      ("electra", .none, "attention_probs_dropout_prob", 0.1),
    ] as [(String, HeadKind, String, Double)])
  func dropoutHasTransformersDefaults(
    _ family: String, _ head: HeadKind, _ key: String, _ fallback: Double
  ) throws {
    let off = try trained(family, head, [(key, .integer(0))])
    let standard = try trained(family, head, [(key, .number(fallback))])
    #expect(try trained(family, head, [(key, nil)]) == standard)
    #expect(off != standard)
    let model = try EncoderFixture.model(family, head, [(key, .number(fallback))], on: engine)
    let evaluated = model.headLogits(try EncoderInputs().batch).values
    #expect(largestDifference(evaluated, off) == 0)
  }

  @Test(
    arguments: ["bert", "roberta", "xlm-roberta", "electra"],
    [HeadKind.sequenceClassification, .tokenClassification])
  func classifierDropoutIsTheHeadsAlone(_ family: String, _ head: HeadKind) throws {
    let key = "classifier_dropout"
    #expect(try trained(family, head, [(key, .number(0.4))]) != trained(family, head, []))
    // Absent or null, the hidden layers' rate stands for it.
    let hidden = ("hidden_dropout_prob", JSON?.some(.number(0.3)))
    let given = try trained(family, head, [hidden, (key, .number(0.3))])
    #expect(try trained(family, head, [hidden, (key, .null)]) == given)
    #expect(try trained(family, head, [hidden, (key, nil)]) == given)
    #expect(try trained(family, head, [hidden, (key, .integer(0))]) != given)
    // Spans have no dropout of their own.
    let spans = HeadKind.questionAnswering
    #expect(try trained(family, spans, [(key, .number(0.4))]) == trained(family, spans, []))
  }
}
