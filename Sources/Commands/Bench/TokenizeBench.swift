import Files
import Foundation
import Notebooks
import Tokenizers

/// How fast a tokenizer reads the lines of a file, on one thread.
package struct TokenizeBench {
  /// A folder with the files of a tokenizer.
  package var tokenizer: String
  package var file: String
  package var rounds = 5

  package init(tokenizer: String, file: String) { (self.tokenizer, self.file) = (tokenizer, file) }

  package struct Result {
    package var lines: Int
    package var bytes: Int
    package var tokens: Int
    /// The median over the rounds. Each begins with a tokenizer that has seen no word yet.
    package var bytesPerSecond: Double
  }

  /// - Throws: a file that cannot be read, a folder without a tokenizer.
  package func run() throws -> Result {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    // A line end of two characters would hide from a split by characters.
    let lines = text.utf8.split(separator: 0x0A).map { String(Substring($0)) }
    var seconds: [Double] = []
    var tokens = 0
    for _ in 0..<rounds {
      let fresh = try TokenizerLoader.load(DiskFolder(tokenizer))
      let clock = ContinuousClock()
      let start = clock.now
      tokens = lines.reduce(0) { $0 + fresh.encode($1, pair: nil, maxLength: nil).ids.count }
      seconds.append((clock.now - start) / .seconds(1))
    }
    let bytes = lines.reduce(0) { $0 + $1.utf8.count }
    return Result(
      lines: lines.count, bytes: bytes, tokens: tokens,
      bytesPerSecond: Double(bytes) / seconds.sorted()[rounds / 2])
  }
}

extension TokenizeBench.Result {
  package var report: CellOutput {
    let megabytes = Figures.fixed(Double(bytes) / 1e6, 1)
    return CellOutput(lines: [
      [
        .text(
          "\(Figures.count(lines)) lines, \(megabytes) MB, \(Figures.count(tokens)) tokens; "
            + "\(Figures.fixed(bytesPerSecond / 1e6, 1)) MB/s on one thread")
      ]
    ])
  }
}
