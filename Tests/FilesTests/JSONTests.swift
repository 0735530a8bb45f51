import Files
import Testing

@Suite struct JSONTests {
  @Test func answersNilForWhatIsNotThere() {
    let json: JSON = .object(["a": .array([.integer(1)]), "b": .null])
    #expect(json["a"]?[0]?.int == 1)
    #expect(json["a"]?[1] == nil && json["a"]?[-1] == nil && json["c"] == nil)
    #expect(json["a"]?["x"] == nil && json["b"]?.isNull == true)
    #expect(JSON.integer(3).double == 3 && JSON.number(3).int == nil)
  }

  @Test func changesMembersInPlace() {
    var object = JSONObject((0..<20).map { ("k\($0)", JSON.integer($0)) })
    object["k5"] = .string("five")
    object["k0"] = nil
    object["new"] = .bool(true)
    #expect(object.count == 20 && object.keys.first == "k1" && object.keys.last == "new")
    #expect(object["k5"]?.string == "five" && object["k0"] == nil && object["k19"]?.int == 19)
    for i in 1..<20 { object["k\(i)"] = nil }
    #expect(object.keys == ["new"] && object["new"]?.bool == true && object["k7"] == nil)
  }

  @Test func comparesObjectsWithTheirOrder() {
    let (a, b): (JSONObject, JSONObject) = (["x": .null, "y": .null], ["y": .null, "x": .null])
    #expect(a != b && a == JSONObject([("x", .null), ("y", .null)]))
  }
}
