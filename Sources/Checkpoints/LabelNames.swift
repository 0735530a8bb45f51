import Files

/// The classes of a model, as `config.json` names them.
extension Configuration {
  /// The names in `id2label`, else `LABEL_0 …` for `num_labels`, else two.
  package func labelNames() throws(CheckpointError) -> [String] {
    if let map = json["id2label"]?.object {
      var names = [String](repeating: "", count: map.pairs.count)
      var ids: [ByteKey: Int] = [:]
      for (key, value) in map.pairs {
        guard let id = Int(key), "\(id)" == key, names.indices.contains(id),
          let name = value.string
        else {
          throw .wrongValue(
            key: "id2label", found: "\(key): \(value.serialized())",
            expected: "names under 0 to \(names.count - 1)", file: file)
        }
        if let other = ids.updateValue(id, forKey: ByteKey(name)) {
          throw .wrongValue(
            key: "id2label", found: "'\(name)' for \(min(id, other)) and \(max(id, other))",
            expected: "a name once", file: file)
        }
        names[id] = name
      }
      return names
    }
    let count = try integer("num_labels", default: 2)
    guard (1...1_000_000).contains(count) else {
      throw .wrongValue(
        key: "num_labels", found: "\(count)", expected: "1 or more", file: file)
    }
    return (0..<count).map { "LABEL_\($0)" }
  }

  /// The configuration of a model with these classes.
  package func naming(labels: [String]) -> Configuration {
    let names = labels.enumerated().map { ("\($0.offset)", JSON.string($0.element)) }
    let numbers = labels.enumerated().map { ($0.element, JSON.integer($0.offset)) }
    return setting("id2label", .object(JSONObject(names)))
      .setting("label2id", .object(JSONObject(numbers)))
      .setting("num_labels", .integer(labels.count))
  }
}
