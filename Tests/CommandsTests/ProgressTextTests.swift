import Commands
import Language
import Testing

/// What a line of progress says, and what it leaves out first where there is little room.
@Suite struct ProgressTextTests {
  private var progress: Progress {
    var progress = Progress(title: "train a", done: 331, total: 600, unit: "step")
    (progress.loss, progress.learningRate) = (0.37139, 2.31e-4)
    (progress.rate, progress.bytes, progress.secondsLeft) = (29_633.4, 16_800_000, 78)
    progress.losses = [4, 3, 1]
    return progress
  }

  @Test func aWideLineSaysAll() {
    #expect(
      progress.line(columns: 200)
        == "train a  ━━━━━━━━━━━╸────────  step 331 of 600 · loss 0.3714 · lr 2.31e-4 · "
        + "29633 tokens/s · 16.8 MB · 1 min 18 s left ⠁⠂⡀")
    #expect(
      progress.sentence
        == "train a: step 331 of 600, loss 0.3714, lr 2.31e-4, 29633 tokens/s, 16.8 MB, "
        + "1 min 18 s left")
  }

  @Test func aUsualTerminalHasRoomForEveryFact() {
    for (seconds, left) in [(18, "18 s"), (78, "1:18"), (3725, "1 h 2"), (64.6, "1:05")] {
      var progress = progress
      progress.secondsLeft = seconds
      #expect(
        progress.line(columns: 79)
          == "train a  331/600 · loss 0.371 · lr 2.3e-4 · 29.6k tok/s · 16.8 MB · \(left) left")
    }
  }

  @Test func whatMattersLeastGoesFirst() {
    let lines = (0...120).map { progress.line(columns: $0) }
    for (columns, line) in lines.enumerated() { #expect(displayWidth(line) <= columns) }
    let order = ["331", "loss", "left", "tok", "MB", "lr"]
    let widths = order.map { word in lines.firstIndex { $0.contains(word) } ?? 0 }
    #expect(widths == widths.sorted() && widths[0] > 0, "\(widths)")
    #expect(lines[7] == "331/600" && lines[4] == "331/")
  }

  @Test func numbersThatAreNoneDoNoHarm() {
    var progress = progress
    (progress.loss, progress.learningRate, progress.rate) = (.nan, 0, .infinity)
    (progress.total, progress.secondsLeft, progress.losses) = (0, .infinity, [.nan, .infinity])
    let line = progress.line(columns: 200)
    #expect(line.contains("loss nan") && line.contains("lr 0 ") && line.contains("left"))
    progress.done = 900
    progress.total = 600
    #expect(progress.line(columns: 200).contains("━━━━━━━━━━━━━━━━━━━━  step 900 of 600"))
  }
}
