import ArgumentParser
import Commands
import Foundation

/// `peftbook bench …`: where the time goes, for those who change it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the numeric core beside its limits.",
    subcommands: [Kernels.self, Step.self, Decode.self, Tokenize.self])

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
    @Option(help: ArgumentHelp("One of \(StepBench.methods.joined(separator: ", "))."))
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
      guard StepBench.methods.contains(method) else {
        let known = StepBench.methods.joined(separator: ", ")
        throw ValidationError("--method is '\(method)', but must be one of \(known)")
      }
      guard dropout >= 0, dropout < 1 else {
        throw ValidationError("--dropout is \(dropout), but must be from 0 to below 1")
      }
    }

    func run() throws {
      var bench = StepBench()
      (bench.model, bench.method, bench.batch, bench.steps) = (model, method, batch, steps)
      bench.dropout = dropout
      common.console.show(
        try explained {
          try bench.run(threads: common.workers, whenMemoryEnds: common.whenMemoryEnds)
        }.report)
    }
  }

  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Greedy decoding of one sequence, beside reading the weights once a token.")

    @Option(help: "gpt2 (random weights), or a decoder's folder.")
    var model = "gpt2"
    @Option(help: "Tokens a round.")
    var tokens = 32
    @Option(help: "Rounds to take the median of.")
    var rounds = 5
    @OptionGroup var common: CommonOptions

    func validate() throws {
      guard (1...1000).contains(tokens), (1...1000).contains(rounds) else {
        throw ValidationError("--tokens and --rounds are from 1 to 1000")
      }
    }

    func run() throws {
      var bench = DecodeBench()
      (bench.model, bench.tokens, bench.rounds) = (model, tokens, rounds)
      common.console.show(
        try explained {
          try bench.run(threads: common.workers, whenMemoryEnds: common.whenMemoryEnds)
        }.report)
    }
  }

  struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How fast a tokenizer reads the lines of a file, on one thread.")

    @Argument(help: "A folder with the files of a tokenizer.", completion: .directory)
    var tokenizer: String
    @Argument(help: "A text file.", completion: .file())
    var file: String
    @Option(help: "Rounds to take the median of.")
    var rounds = 5
    @OptionGroup var common: CommonOptions

    func validate() throws {
      guard (1...1000).contains(rounds) else {
        throw ValidationError("--rounds is \(rounds), but must be from 1 to 1000")
      }
    }

    func run() throws {
      var bench = TokenizeBench(tokenizer: tokenizer, file: file)
      bench.rounds = rounds
      common.console.show(try explained { try bench.run() }.report)
    }
  }

  /// A bench's own errors in words, as those of the arguments.
  private static func explained<T>(_ run: () throws -> T) throws -> T {
    do { return try run() } catch { throw ValidationError("\(error)") }
  }
}
