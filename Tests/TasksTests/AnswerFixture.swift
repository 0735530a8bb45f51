import Files
import Tasks
import Testing

/// Questions with predictions and what other implementations score them, from tasks_answers.py.
struct AnswerFixture {
  let json: JSON
  var predictions: [String] { rows.map { $0["prediction"]!.string! } }
  var references: [[String]] {
    rows.map { $0["references"]!.array!.map { $0.string! } }
  }
  var rows: [JSON] { json["rows"]!.array! }

  init(_ json: JSON) { self.json = json }

  init(_ key: String) throws {
    self.init(try #require(try TestFiles.fixture("answers.json")[key]))
  }

  subscript(key: String) -> Double { json[key]?.double ?? .nan }
}

/// Sums of a few hundred quotients in another order differ by less.
func isNear(_ a: Double, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
  abs(a - (b ?? .nan)) <= tolerance
}
