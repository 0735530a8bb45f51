import Adapters
import Checkpoints
import Files
import Layers

/// What completion has to know of an object, kept in the cache beside what its statement printed:
/// so that nothing is loaded or trained for a Tab, whoever made the object and when.
struct ObjectFacts: Equatable {
  /// Linear layers of one name, by the last part of their paths.
  struct LayerName: Equatable {
    let name: String
    var count: Int
    /// Whether low-rank methods take them by default.
    let isUsual: Bool
  }

  /// What a model or an adapter is for; nil for other objects.
  var head: HeadKind?
  /// The heads whose tasks read a data set; nil for other objects.
  var readers: [HeadKind]?
  /// Of a model, those taken by default first.
  var layers: [LayerName] = []
  /// Names of a table's rows, each once.
  var rows: [String] = []
  /// What an adapter or a table can be drawn by.
  var scores: [String] = []
  /// Of a model, what an adapter's file speaks of: the weights of its linear layers, [out, in], and
  /// the tensors of its head, by the names that files have.
  var shapes: [String: [Int]] = [:]
}

extension ObjectFacts {
  /// Whether the tensors of a saved adapter are of this model, as far as names and shapes say.
  func carries(_ file: SafetensorsFile) -> Bool {
    file.names.allSatisfy { name in
      guard name.hasPrefix(AdapterFolder.prefix), let shape = file.shape(name) else { return false }
      let own = String(name.dropFirst(AdapterFolder.prefix.count))
      guard let end = own.range(of: ".lora_") else {
        return shapes[own] == shape || shapes[own] == shape.reversed()
      }
      guard let weight = shapes[own[..<end.lowerBound] + ".weight"], weight.count == 2 else {
        return false
      }
      switch own[end.upperBound...] {
      case "A.weight": return shape.last == weight[1]
      case "B.weight": return shape.first == weight[0]
      default: return true
      }
    }
  }
}

extension ObjectFacts {
  init(_ object: SessionObject) {
    switch object {
    case .model(let model): describe(model.model)
    case .adapter(let adapter):
      describe(adapter.adapted.model)
      scores = Self.drawn(adapter.run?.result.epochs.first?.scores.map(\.key) ?? [])
    case .dataset(let data):
      readers = taskKinds.filter { $0.reads(data.dataset.content) }.map { $0.head }
    case .table(let table):
      for row in table.rows where !rows.contains(row.name) { rows.append(row.name) }
      scores = Self.drawn(table.rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? [])
    case .tokenizer: break
    }
  }

  private static func drawn(_ scores: [String]) -> [String] {
    ["loss"] + scores.filter { $0 != "loss" }
  }

  private mutating func describe(_ model: any LanguageModel) {
    head = model.specification.head
    let (usual, tree) = (model.specification.defaultTargets, model.tree)
    for (path, _) in tree.linears where !tree.head.contains(path + ".weight") {
      let name = path.split(separator: ".").last.map(String.init) ?? path
      if let place = layers.firstIndex(where: { $0.name == name }) {
        layers[place].count += 1
      } else {
        layers.append(LayerName(name: name, count: 1, isUsual: usual.contains(name)))
      }
    }
    layers = layers.filter(\.isUsual) + layers.filter { !$0.isUsual }
    for (path, layer) in tree.linears {
      shapes[model.savedName(path + ".weight")] = [layer.outputSize, layer.inputSize]
    }
    for name in tree.head { shapes[model.savedName(name)] = tree[name]?.value.shape ?? [] }
  }
}

// MARK: In the cache

extension ObjectFacts {
  var json: JSONObject {
    func array(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    var json: JSONObject = ["rows": array(rows), "scores": array(scores)]
    if let head { json["head"] = .string(head.rawValue) }
    if let readers { json["readers"] = array(readers.map(\.rawValue)) }
    json["layers"] = .array(
      layers.map { .array([.string($0.name), .integer($0.count), .bool($0.isUsual)]) })
    var named: JSONObject = [:]
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      named[name] = .array(shape.map { .integer($0) })
    }
    json["shapes"] = .object(named)
    return json
  }

  init(json: JSONObject) {
    func texts(_ key: String) -> [String]? { json[key]?.array?.compactMap(\.string) }
    head = json["head"]?.string.flatMap(HeadKind.init)
    readers = texts("readers")?.compactMap(HeadKind.init)
    (rows, scores) = (texts("rows") ?? [], texts("scores") ?? [])
    for (name, shape) in json["shapes"]?.object?.pairs ?? [] {
      shapes[name] = shape.array?.compactMap(\.int)
    }
    layers = (json["layers"]?.array ?? []).compactMap { layer in
      guard let name = layer[0]?.string, let count = layer[1]?.int else { return nil }
      return LayerName(name: name, count: count, isUsual: layer[2]?.bool ?? false)
    }
  }
}
