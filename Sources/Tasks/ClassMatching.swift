import Files

/// Each example's class among a model's names.
///
/// A label is looked up among the names; else, if it is an integer below their number, it is the
/// class.
///
/// - Parameter names: the model's label names, in the order of its outputs.
/// - Returns: a class an example; nil when the data set has no labels.
/// - Throws: `unknownLabel` for the first row whose label is neither.
package func classes(
  of dataset: Dataset, among names: [String]
) throws(TaskError) -> [Int32]? {
  guard case .classification(let labels) = dataset.content else { return nil }
  let found = matches(of: labels, among: names)
  var result: [Int32] = []
  result.reserveCapacity(dataset.examples.count)
  for example in dataset.examples {
    guard let label = example.label else {
      preconditionFailure("classes: an example without a label among labelled ones")
    }
    guard let index = found[label] else {
      throw .unknownLabel(
        label: labels[label], file: dataset.source, row: example.row, names: names)
    }
    result.append(Int32(index))
  }
  return result
}

/// The place of each label among a model's names: by its name, else as a class's number.
func matches(of labels: [String], among names: [String]) -> [Int?] {
  var byName: [ByteKey: Int] = [:]
  for (i, name) in names.enumerated() where byName[ByteKey(name)] == nil {
    byName[ByteKey(name)] = i
  }
  return labels.map { label in
    byName[ByteKey(label)] ?? integer(label).flatMap { names.indices.contains($0) ? $0 : nil }
  }
}
