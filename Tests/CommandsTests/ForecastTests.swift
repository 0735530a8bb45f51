import Commands
import Files
import Foundation
import Language
import Testing

/// What statements say that they will take, against what they took.
@Suite struct ForecastTests {
  /// A model that ships, or the decoder of the tests, with data for each of its tasks.
  enum Task: String, CaseIterable {
    case classification, spans, tags, masks, texts, answers

    func prepare(_ sitting: Sitting) throws {
      switch self {
      case .classification:
        try sitting.type(
          """
          d = dataset "demo:reviews" split=train limit=150
          dev = dataset "demo:reviews" split=dev limit=90
          base = model "demo:bert" task=text-classification labels=d
          """)
      case .spans:
        try sitting.type(
          """
          d = dataset "demo:facts" split=train limit=60
          dev = dataset "demo:facts" split=dev limit=60
          base = model "demo:bert" task=question-answering
          """)
      case .tags:
        try sitting.write(Sitting.conll(200), to: "train.conll")
        try sitting.type(
          """
          d = dataset "train.conll"
          dev = dataset "train.conll" limit=50
          base = model "demo:bert" task=token-classification labels=d
          """)
      case .masks:
        try sitting.type(
          """
          d = dataset "demo:reviews" split=train limit=150
          dev = dataset "demo:reviews" split=dev limit=90
          base = model "demo:bert" task=fill-mask
          """)
      case .texts:
        try sitting.prepareDecoder()
        try sitting.type("d = dataset \"texts.txt\"; dev = dataset \"texts.txt\"")
      case .answers:
        try sitting.prepareDecoder()
        try sitting.type("d = dataset \"places.json\"; dev = dataset \"places.json\" limit=5")
      }
    }
  }

  @Test(
    arguments: Task.allCases,
    ["full", "freeze", "lora dropout=0.1", "dora", "dora dropout=0.1"])
  func memoryIsForetoldWithinATenth(_ task: Task, _ method: String) throws {
    let sitting = try Sitting()
    try task.prepare(sitting)
    var remarks: [String] = []
    sitting.session.onRemark = { remarks.append($0) }
    let words = method.split(separator: " ", maxSplits: 1).map(String.init)
    let result = try #require(
      try sitting.type(
        """
        a = adapter \(words[0]) on base \(words.count > 1 ? words[1] : "")
        train a on d eval=dev epochs=2 batch=32
        """
      ).last)
    let forecast = try #require(result.record["forecast_bytes"]?.int)
    let peak = try #require(Self.peak(result.record["epochs"]))
    #expect(abs(Double(forecast - peak)) < 0.1 * Double(peak), "\(forecast) for \(peak)")
    // Labels that nothing learns are there for masks alone.
    let unused = remarks.filter { $0.hasPrefix("the labels of") }
    #expect(unused.isEmpty == (task != .masks))
    remarks.removeAll { unused.contains($0) }
    // A slow machine also says how long it will take.
    #expect(remarks.first?.hasPrefix("train a: ") == true)
    #expect(remarks.first?.contains("of tensors") == true)
    #expect(remarks.last?.contains("at peak (forecast ") == true)
    #expect(remarks.dropFirst().dropLast().allSatisfy { $0.hasPrefix("train a: about ") })
  }

  /// The largest of an array of epochs.
  private static func peak(_ epochs: JSON?) -> Int? {
    (epochs?.array ?? []).compactMap { $0["peak_bytes"]?["total"]?.int }.max()
  }

  @Test func aComparisonForetellsEachRow() throws {
    let sitting = try Sitting()
    try Task.classification.prepare(sitting)
    var remarks: [String] = []
    sitting.session.onRemark = { remarks.append($0) }
    let result = try #require(
      try sitting.type(
        """
        t = compare base on d eval=dev epochs=2 {
          full
          freeze lr=[1e-2, 1e-3]
          lora r=8
        }
        """
      ).last)
    let rows = try #require(result.record["rows"]?.array)
    for row in rows {
      let forecast = try #require(row["forecast_bytes"]?.int)
      let peak = try #require(Self.peak(row["epochs"]))
      #expect(abs(Double(forecast - peak)) < 0.1 * Double(peak), "\(forecast) for \(peak)")
    }
    #expect(remarks.first?.hasPrefix("compare: 4 rows, 80 steps; about ") == true, "\(remarks)")
    #expect(remarks.first?.hasSuffix("at most (full)") == true, "\(remarks)")
  }

  /// Neither rows nor forecasts read a text a second time.
  @Test func aComparisonTokenisesEachTextOnce() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    #expect(sitting.session.encodings.encodings == 0)
    try sitting.type(
      """
      t = compare base on films eval=dev test=dev epochs=2 seeds=[0, 1] {
        full
        freeze
        lora r=[2, 4, 8]
        dora
      }
      """)
    #expect(sitting.session.encodings.encodings == 2)
  }

  @Test(arguments: [Task.texts, .answers])
  func decodersReadEachTextOnce(_ task: Task) throws {
    let sitting = try Sitting()
    try task.prepare(sitting)
    let rows = "compare base on d eval=dev test=dev epochs=1 { full; lora }"
    try sitting.type("t = \(rows); evaluate base on dev; u = \(rows)")
    #expect(sitting.session.encodings.encodings == 2)
  }

  /// Features that an earlier row computed are named.
  @Test func rowsThatShareFeaturesAreNamed() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let said = try #require(
      try sitting.type(
        """
        t = compare base on films eval=dev epochs=1 {
          freeze lr=[1e-2, 1e-3]
          full
        }
        """
      ).last
    ).output.text
    #expect(
      said.contains("computed in an earlier row, and are no part of the time of freeze lr=0.001\n")
        || said.contains("no part of the time of freeze lr=1e-3\n"), "\(said)")
  }
}
