import Checkpoints
import Files
import Testing

@Suite struct ConfigurationTests {
  private func configuration(_ text: String) throws -> Configuration {
    Configuration(json: try JSON.parse(text, file: "config.json"), file: "config.json")
  }

  @Test func readsValuesAndDefaults() throws {
    let c = try configuration(#"{"a":3,"b":0.5,"c":"x","d":null,"e":true}"#)
    #expect(try c.integer("a") == 3 && c.positive("a") == 3 && c.number("a") == 3)
    #expect(try c.number("b") == 0.5 && c.probability("b") == 0.5 && c.string("c") == "x")
    #expect(try c.integer("d", default: 7) == 7 && c.string("none", default: "y") == "y")
    #expect(try c.bool("e") && !c.bool("none", default: false))
  }

  @Test func namesTheKeyThatIsMissing() throws {
    let c = try configuration(#"{"d":null}"#)
    for key in ["hidden_size", "d"] {
      let error = #expect(throws: CheckpointError.self) { try c.positive(key) }
      #expect(error?.description == "config.json has no '\(key)'")
    }
  }

  @Test(arguments: [
    "0", "-1", "1.5", "1e2", "\"3\"", "true", "[3]", "{}", "2147483648", "1e400000",
    "99999999999999999999",
  ])
  func refusesSizesThatAreNone(_ value: String) throws {
    guard value != "1e400000" else {
      #expect(throws: FileError.self) { try configuration("{\"n\":\(value)}") }
      return
    }
    let c = try configuration("{\"n\":\(value)}")
    let error = #expect(throws: CheckpointError.self) { try c.positive("n") }
    guard case .wrongValue("n", _, _, "config.json")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func refusesOtherWrongTypes() throws {
    let c = try configuration(#"{"p":1,"q":-0.1,"s":4,"t":"x","n":"0.1"}"#)
    #expect(throws: CheckpointError.self) { try c.probability("p") }
    #expect(throws: CheckpointError.self) { try c.probability("q") }
    #expect(throws: CheckpointError.self) { try c.string("s") }
    #expect(throws: CheckpointError.self) { try c.integer("t") }
    #expect(throws: CheckpointError.self) { try c.bool("t") }
    let error = #expect(throws: CheckpointError.self) { try c.number("n") }
    #expect(error?.description == "config.json: 'n' is \"0.1\", expected a number")
  }

  @Test func showsLongValuesShort() throws {
    let list = "[" + Array(repeating: "1", count: 1000).joined(separator: ",") + "]"
    let c = try configuration("{\"n\":\(list)}")
    let error = #expect(throws: CheckpointError.self) { try c.integer("n") }
    #expect((error?.description.count ?? 1000) < 140)
  }

  @Test func refusesFilesThatAreNoObject() throws {
    let folder = try TemporaryFolder()
    let path = try folder.put("[1]", "config.json")
    #expect(throws: CheckpointError.malformed(file: path, reason: "not a JSON object")) {
      try Configuration(file: path)
    }
    try folder.put(#"{"a":1,"a":2}"#, "config.json")
    let error = #expect(throws: CheckpointError.self) { try Configuration(file: path) }
    #expect(error?.description == "\(path):1:8: the name 'a' stands twice in one object")
    try folder.put(String(repeating: "[", count: 1 << 20), "config.json")
    #expect(throws: CheckpointError.self) { try Configuration(file: path) }
    #expect(throws: CheckpointError.file(.notFound(path: folder.path("none")))) {
      try Configuration(file: folder.path("none"))
    }
  }
}
