import Foundation
import Testing

/// Results depend on the statements and their files, on nothing else.
@Suite struct SameBitsTests {
  static let methods = ["full", "freeze", "lora r=2 dropout=0.1", "dora r=2"]

  @Test(arguments: methods)
  func onAnyNumberOfThreads(_ method: String) throws {
    #expect(try Self.files(of: method, on: "films") { try $0.prepare() }.count == 1)
  }

  /// What training saves with 1, 2 and 3 threads.
  static func files(
    of method: String, on data: String, prepare: (Sitting) throws -> Void
  ) throws -> Set<Data> {
    var seen: Set<Data> = []
    for threads in [1, 2, 3] {
      let sitting = try Sitting(threads: threads)
      try prepare(sitting)
      let words = method.split(separator: " ", maxSplits: 1).map(String.init)
      try sitting.type(
        """
        a = adapter \(words[0]) on base \(words.count > 1 ? words[1] : "")
        train a on \(data) eval=dev epochs=2 batch=8
        save a to "out"
        """)
      let name = ["full", "freeze"].contains(words[0]) ? "model" : "adapter_model"
      seen.insert(try sitting.bytes("out/\(name).safetensors"))
    }
    return seen
  }

  /// A row of a comparison is by definition an adapter statement and a train statement.
  @Test(arguments: methods)
  func aRowIsAnAdapterAndATrainStatement(_ method: String) throws {
    let sitting = try Sitting()
    try sitting.prepare()
    let words = method.split(separator: " ", maxSplits: 1).map(String.init)
    let options = words.count > 1 ? words[1] : ""
    try sitting.type(
      """
      t = compare base on films eval=dev epochs=2 batch=8 seeds=[3] {
        \(method)
      }
      row = pick t best
      save row to "row"
      x = adapter \(words[0]) on base \(options) seed=3
      train x on films eval=dev epochs=2 batch=8 seed=3
      save x to "apart"
      """)
    let name = ["full", "freeze"].contains(words[0]) ? "model" : "adapter_model"
    #expect(
      try sitting.bytes("row/\(name).safetensors") == sitting.bytes("apart/\(name).safetensors"))
  }

  @Test func trainingChangesNeitherBaseNorTheAdapterItStartsFrom() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      """
      a = adapter lora on base
      f = adapter full on base
      save a to "a1"
      save base to "m1"
      b = train a on films epochs=1
      g = train f on films epochs=1
      save a to "a2"
      save base to "m2"
      save b to "b"
      """)
    #expect(
      try sitting.bytes("a1/adapter_model.safetensors")
        == sitting.bytes("a2/adapter_model.safetensors"))
    #expect(try sitting.bytes("m1/model.safetensors") == sitting.bytes("m2/model.safetensors"))
    #expect(
      try sitting.bytes("b/adapter_model.safetensors")
        != sitting.bytes("a1/adapter_model.safetensors"))
  }
}
