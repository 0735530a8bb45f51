import Adapters
import Autograd
import Layers
import Notebooks

/// `show` of a model: what it is for, its parameters, where adapters sit.
struct ModelView {
  let model: any LanguageModel

  /// "BERT for text-classification (negative, positive), 4 layers × 128, …"
  var heading: [OutputPart] {
    let facts = model.specification
    let task = taskKinds.first { $0.head == facts.head }
    var text = facts.family + (task.map { " for " + $0.word } ?? " without a head")
    if !facts.labels.isEmpty {
      text += " (" + facts.labels.prefix(6).joined(separator: ", ")
      text += facts.labels.count > 6 ? ", … \(facts.labels.count) in all)" : ")"
    }
    return [
      .text(text + ", "), .given(facts.layers), .text(" layers × "), .given(facts.hiddenSize),
      .text(", "), .given(facts.vocabularySize, as: Figures.count(facts.vocabularySize)),
      .text(" tokens, "), .given(facts.maximumPositions), .text(" positions"),
    ]
  }

  /// Every parameter, or those alone that training changes.
  func parameters(trainedOnly: Bool = false) -> [[OutputPart]] {
    let rows = rows.filter { !trainedOnly || $0.isTrained }
    let isAdapted = rows.contains { !$0.adapter.isEmpty }
    let marks = rows.contains(where: \.isTrained) && !trainedOnly
    var table = OutputTable(
      ["parameter", "shape", "layers", "weights"] + (marks ? ["trained"] : [])
        + (isAdapted ? ["adapter"] : []))
    for row in rows {
      table.append(
        [
          .text(row.name), .given(row.shape.map(String.init).joined(separator: " × ")),
          .given(row.layers), .given(row.weights, as: Figures.count(row.weights)),
        ] + (marks ? [.text(row.isTrained ? "yes" : "")] : [])
          + (isAdapted ? [.text(row.adapter)] : []))
    }
    return table.lines
  }

  /// How many weights there are, and how many of them training changes.
  var total: [OutputPart] {
    let (all, trained) = (model.tree.parameterCount, model.tree.trainableCount)
    var parts: [OutputPart] = [
      .given(all, as: Figures.count(all)), .text(" weights in all, "),
      .given(4 * all, as: Figures.bytes(4 * all)),
    ]
    if trained > 0 {
      parts += [
        .text("; "), .given(trained, as: Figures.count(trained)), .text(" trained"),
      ]
    }
    return parts
  }

  // MARK: rows

  private struct Row {
    let name: String
    let shape: [Int]
    var layers: Int
    var weights: Int
    let isTrained: Bool
    let adapter: String
  }

  /// Numbered layers of equal shapes are one row.
  private var rows: [Row] {
    let adapters = Dictionary(
      uniqueKeysWithValues: model.tree.linears.compactMap { path, layer in
        layer.adapter.map { (path + ".weight", "\(type(of: $0))".replacing("Linear", with: "")) }
      })
    var rows: [Row] = []
    var places: [String: Int] = [:]
    for (name, parameter) in model.tree.parameters + ownParameters {
      let folded = name.split(separator: ".").map { Int($0) == nil ? String($0) : "*" }
        .joined(separator: ".")
      let count = parameter.value.count
      let adapter = adapters[name] ?? ""
      let key = "\(folded) \(parameter.value.shape) \(adapter)"
      if let place = places[key] {
        rows[place].layers += 1
        rows[place].weights += count
      } else {
        places[key] = rows.count
        rows.append(
          Row(
            name: folded, shape: parameter.value.shape, layers: 1, weights: count,
            isTrained: parameter.isTrainable, adapter: adapter))
      }
    }
    return rows
  }

  /// Of adapters, which are no part of the tree.
  private var ownParameters: [(name: String, parameter: Parameter)] {
    let own = Set(model.tree.parameters.map(\.name))
    return model.tree.trainable.filter { !own.contains($0.name) }
  }
}
