import Files
import Language
import Notebooks

/// What a name stands for: an object, or how it is made again when somebody asks for it.
///
/// A statement whose result is in the cache binds no object: nothing is loaded before it is needed.
final class Binding {
  let kind: String
  let version: Version
  private(set) var object: SessionObject?
  /// Nil where the object is all there is: nothing was kept of its statement.
  let recipe: Recipe?
  /// Its statement has to run first: nobody asked for that by using the name.
  let isPending: Bool
  let origin: Origin?
  /// Of an object that is not there.
  private var keptFacts: ObjectFacts?

  init(_ object: SessionObject, version: Version, recipe: Recipe? = nil, origin: Origin) {
    (kind, isPending) = (object.kind, false)
    (self.version, self.object, self.recipe) = (version, object, recipe)
    self.origin = origin
    object.identify(version.key)
  }

  init(
    kind: String, version: Version, recipe: Recipe, origin: Origin, isPending: Bool = false,
    facts: ObjectFacts? = nil
  ) {
    (self.kind, self.version, self.recipe) = (kind, version, recipe)
    (self.origin, self.isPending, keptFacts) = (origin, isPending, facts)
  }

  /// Nil where nothing is known of an object that is still to be made.
  var facts: ObjectFacts? { object.map(ObjectFacts.init) ?? keptFacts ?? inheritedFacts }

  /// What is made from a model is for what the model is for, and has its layers.
  private var inheritedFacts: ObjectFacts? {
    let models = ["model", "adapter"]
    guard models.contains(kind) else { return nil }
    let base = recipe?.operands.first { models.contains($0.binding.kind) }
    return base?.binding.facts.map { ObjectFacts(head: $0.head, layers: $0.layers) }
  }

  /// Whether another statement has to make it first.
  var isAwaited: Bool { isPending && object == nil }

  func made(_ object: SessionObject) {
    object.identify(version.key)
    self.object = object
  }

  /// Lets an object go that can be made again.
  func release() {
    guard recipe != nil else { return }
    (keptFacts, object) = (facts, nil)
  }
}

/// Which of the objects that a name may stand for, one after another.
struct Version {
  /// Of all that it depends on; empty without a cache.
  var key = ""
  /// The cell that made it.
  var cell: Int?
  /// Its name and the names of everything it was made from: they may stand in what is printed of
  /// it.
  var names: [String] = []
  /// Tells which name stands where.
  var naming = ""
}

/// The statement that makes an object, with what its names stood for.
struct Recipe {
  let statement: CheckedStatement
  let operands: [(name: String, binding: Binding)]
  /// What it reads, as places in the file system, as typed, and with the digests of then.
  let reads: [(place: String, source: StatementPlan.Source)]

  init(_ statement: CheckedStatement, _ inputs: StatementInputs) {
    self.statement = statement
    operands = inputs.operands
    reads = zip(inputs.places, inputs.plan.sources).map { ($0, $1) }
  }

  /// Whether it, or what it is made from, reads a place or something in it.
  func reads(_ place: String) -> Bool {
    reads.contains { isInside($0.place, place) || isInside(place, $0.place) }
      || operands.contains { $0.binding.object == nil && $0.binding.recipe?.reads(place) == true }
  }
}

extension SessionObject {
  /// Notes the key of the version it is; one that has a key already keeps it.
  fileprivate func identify(_ key: String) {
    switch self {
    case .model(let object) where object.key.isEmpty: object.key = key
    case .dataset(let object) where object.key.isEmpty: object.key = key
    case .adapter(let object) where object.key.isEmpty: object.key = key
    default: break
    }
  }
}
