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
      print(column("operation", 34) + "      rate            of the limit")
      for row in KernelBench.run(threads: common.workers, rounds: rounds) {
        let share = row.share.map { String(format: "%5.0f %%", 100 * $0) } ?? ""
        print(
          column(row.name, 34) + String(format: "%10.1f ", row.rate)
            + column(row.unit.rawValue, 8) + share)
      }
    }
  }

  struct Step: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Training steps on random tokens: rate, memory, and the time by operation.")

    @Option(help: "bert-base or minilm (random weights), or a model folder.")
    var model = "bert-base"
    @Option(help: "full, freeze, lora or dora.")
    var method = "lora"
    @Option(help: "Sequences a step.")
    var batch = 16
    @Option(help: "Steps measured, after two that are not.")
    var steps = 6
    @OptionGroup var common: CommonOptions

    func validate() throws {
      guard (1...4096).contains(batch), (1...10_000).contains(steps) else {
        throw ValidationError("--batch is from 1 to 4096, --steps from 1 to 10000")
      }
    }

    func run() throws {
      var bench = StepBench()
      (bench.model, bench.method, bench.batch, bench.steps) = (model, method, batch, steps)
      let result: StepBench.Result
      do { result = try bench.run(threads: common.workers) } catch {
        throw ValidationError("\(error)")
      }
      show(result)
    }

    private func show(_ result: StepBench.Result) {
      let share = 100 * result.operationsPerSecond / result.productRate
      print(
        String(
          format: "%.2f s a step, %.0f tokens/s; %.0f GFLOP/s, %.0f %% of sgemm's %.0f",
          result.secondsPerStep, result.tokensPerSecond, result.operationsPerSecond / 1e9, share,
          result.productRate / 1e9))
      print(
        "\(result.trainedWeights) trained weights; peak \(result.peak.total / 1_000_000) MB of "
          + "tensors (activations \(result.peak.activations / 1_000_000)), resident "
          + "\((result.peakResident ?? 0) / 1_000_000) MB")
      let all = result.shares.reduce(0.0) { sum, entry in
        sum + (entry.share.forward + entry.share.backward) / .seconds(1)
      }
      print(column("operation", 20) + "   calls  forward s  backward s   share")
      for (name, share) in result.shares {
        let (forward, backward) = (share.forward / .seconds(1), share.backward / .seconds(1))
        print(
          column(name, 20)
            + String(
              format: "%8d %10.2f %11.2f %5.1f %%", share.calls, forward, backward,
              100 * (forward + backward) / all))
      }
    }
  }
}

private func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
