import Language

/// What a name stands for: an object, or how it is made again when somebody asks for it.
///
/// A statement whose result is in the cache binds no object: nothing is loaded before it is needed.
final class Binding {
  let kind: String
  let version: Version
  private(set) var object: SessionObject?
  let recipe: Recipe?
  let origin: Origin?

  init(_ object: SessionObject, version: Version, origin: Origin) {
    (kind, recipe) = (object.kind, nil)
    self.origin = origin
    (self.version, self.object) = (version, object)
    object.identify(version.key)
  }

  init(kind: String, version: Version, recipe: Recipe?, origin: Origin) {
    (self.kind, self.version, self.recipe) = (kind, version, recipe)
    self.origin = origin
  }

  func made(_ object: SessionObject) {
    object.identify(version.key)
    self.object = object
  }
}

/// Which of the objects that a name may stand for, one after another.
struct Version {
  /// Of all that it depends on; empty without a cache.
  var key = ""
  /// The cell that made it.
  var cell: Int?
  /// Its name and the names of everything it was made from: they may stand in what is printed of it.
  var names: [String] = []
  /// Tells which name stands where.
  var naming = ""
}

/// The statement that makes an object, with what its names stood for.
struct Recipe {
  let statement: CheckedStatement
  let operands: [(name: String, binding: Binding)]
  /// What it reads, as places in the file system.
  let places: [String]

  /// Whether it, or what it is made from, reads a place or something in it.
  func reads(_ place: String) -> Bool {
    places.contains { isInside($0, place) || isInside(place, $0) }
      || operands.contains { $0.binding.object == nil && $0.binding.recipe?.reads(place) == true }
  }
}

/// Whether a place is another, or lies in it.
func isInside(_ inner: String, _ outer: String) -> Bool {
  inner == outer || inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
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
