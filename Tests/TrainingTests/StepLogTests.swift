import Autograd
import Files
import Foundation
import Testing
import Training
import TrainingTestSupport

@Suite struct StepLogTests {
  @Test func aLineAStepWithFullPrecision() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let path = folder + "/steps-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "old content".write(toFile: path, atomically: false, encoding: .utf8)
    let recorder = Recorder()
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    _ = try Trainer.train(
      adapted.model, on: Tiny.objective(40), settings: Tiny.settings(), log: path,
      observer: recorder)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.utf8.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.count == 9 && text.hasSuffix("\n"))
    for (line, report) in zip(lines, recorder.steps) {
      let json = try JSON.parse(line, file: path)
      #expect(
        json.object?.keys == ["step", "epoch", "loss", "learning_rate", "seconds"])
      #expect(json.whole("step") == report.step && json.whole("epoch") == report.epoch)
      #expect(json.number("loss") == report.loss)
      #expect(json.number("learning_rate") == report.learningRate)
      #expect(json.number("seconds") == report.seconds)
    }
  }
}
