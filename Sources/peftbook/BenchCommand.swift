import ArgumentParser
import Commands
import Foundation

/// `peftbook bench kernels` and `peftbook bench step`: where the time goes, for those who change it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the numeric core beside its limits.",
    subcommands: [Kernels.self, Step.self])

  struct Kernels: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Each operation's rate beside sgemm's or a copy's.")

    @Option(help: "Rounds to take the median of.")
    var rounds = 7
    @OptionGroup var common: CommonOptions

    func validate() throws {
      guard (1...1000).contains(rounds) else {
        throw ValidationError("--rounds is \(rounds), but must be from 1 to 1000")
      }
    }

    func run() throws {
      let rows = KernelBench.run(
        threads: common.workers, rounds: rounds, whenMemoryEnds: common.whenMemoryEnds)
      common.console.show(KernelBench.table(rows))
    }
  }

  struct Step: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Training steps on random tokens: rate, memory, and the time by operation.")

    @Option(help: "bert-base or minilm (random weights), or a model folder.")
    var model = "bert-base"
    @Option(help: "full, freeze, lora or dora.")
    var method = "lora"
    @Option(help: "Dropout of a low-rank method's input, below 1.")
    var dropout = 0.0
    @Option(help: "Sequences a step.")
    var batch = 16
    @Option(help: "Steps measured, after two that are not.")
    var steps = 6
    @OptionGroup var common: CommonOptions

    func validate() throws {
      guard (1...4096).contains(batch), (1...10_000).contains(steps) else {
        throw ValidationError("--batch is from 1 to 4096, --steps from 1 to 10000")
      }
      guard dropout >= 0, dropout < 1 else {
        throw ValidationError("--dropout is \(dropout), but must be from 0 to below 1")
      }
    }

    func run() throws {
      var bench = StepBench()
      (bench.model, bench.method, bench.batch, bench.steps) = (model, method, batch, steps)
      bench.dropout = dropout
      let result: StepBench.Result
      do {
        result = try bench.run(threads: common.workers, whenMemoryEnds: common.whenMemoryEnds)
      } catch {
        throw ValidationError("\(error)")
      }
      common.console.show(result.report)
    }
  }
}
