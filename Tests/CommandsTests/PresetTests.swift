import Commands
import Foundation
import Language
import Testing

/// `preset="kg_peft"`: an experiment's constants, and what stands beside it overrules.
@Suite struct PresetTests {
  @Test func setsTheConstantsOfTheSpanExperiment() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let results = try sitting.type(
      """
      rows = dataset "train.json" preset="kg_peft"
      held = dataset "dev.json" preset="kg_peft"
      t = compare base on rows eval=held preset="kg_peft" epochs=2 {
        full
        freeze
        lora r=[16, 8, 4]
        dora r=8
      }
      """)
    #expect(results[0].record["examples"]?.int == 38, "unanswerable questions are dropped")
    let rows = try #require(results[2].record["rows"]?.array)
    #expect(rows.count == 6)
    for row in rows {
      let options = row["options"]
      #expect(options?["lr"]?.double == 2e-5 && options?["batch"]?.int == 4)
      #expect(options?["optimizer"]?.string == "adam")
      #expect(options?["schedule"]?.string == "constant" && options?["clip"]?.isNull == true)
      #expect(options?["epochs"]?.int == 2, "an option beside it overrules")
      #expect(options?["max_length"]?.int == 48, "512, where the model has the positions")
      #expect(
        row["epochs"]?[0]?["scores"]?.object?.pairs.map(\.0) == [
          "accuracy", "precision", "recall", "f1",
        ])
    }
    #expect(rows[2]["options"]?["alpha"]?.double == 8)
    #expect(rows[2]["options"]?["dropout"]?.double == 0.01)
    let said = results[2].output.text
    #expect(said.contains("first epoch [0]") && said.contains("last epoch [1]"), "\(said)")
    #expect(said.contains("preset kg_peft: adam, lr 2e-5, constant schedule, batch 4"))
  }

  @Test func setsTheConstantsOfTheClassificationExperiment() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.write("The FILM is Good\tpositive\nThe FILM is bad\tnegative\n", to: "upper.tsv")
    let results = try sitting.type(
      """
      upper = dataset "upper.tsv" preset="kg_peft"
      show upper
      a = adapter lora on base r=4
      train a on films eval=dev preset="kg_peft" epochs=1
      f = adapter freeze on base
      train f on films preset="kg_peft" epochs=1 lr=1e-2
      """)
    #expect(results[1].output.text.contains("the film is good"), "\(results[1].output.text)")
    let said = results[3].output.text
    #expect(said.contains("lr 1e-4, 3 steps of 16"), "\(said)")
    #expect(said.contains("1 [0]") && said.contains("(best f1)"))
    #expect(said.contains("the experiment's adapters have alpha=8 and dropout=0.01"))
    #expect(results[5].output.text.contains("adam, lr 0.01"))
  }

  @Test func answersThatATokenizerChangesAreCountedWithTheReason() throws {
    let sitting = try Sitting()
    try sitting.prepareQuestions()
    let capital = Sitting.squad(15).replacingOccurrences(of: "clara", with: "Clara")
    try sitting.write(capital, to: "capital.json")
    let results = try sitting.type(
      """
      rows = dataset "capital.json" preset="kg_peft"
      a = adapter freeze on base
      train a on rows preset="kg_peft" epochs=1
      """)
    let said = results[2].output.text
    #expect(
      said.contains("3 dropped (3 because the tokenizer changes their letter case)"), "\(said)")
  }
}
