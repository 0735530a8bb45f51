import Autograd
import Checkpoints
import Files
import Language
import Notebooks
import Tasks

/// A statement with all that its result depends on.
struct StatementInputs {
  let foresight: Foresight
  let operands: [(name: String, binding: Binding)]
  /// Names of those that it goes without where they cannot be made again.
  let further: [String]
  /// What it reads, as places in the file system.
  let places: [String]
  /// What it writes, as typed.
  let writes: [String]
  /// Of the object it makes, and of what it prints.
  let version: Version
  /// The result in the cache, and whether the files it wrote stand.
  let entry: CacheEntry?

  var plan: StatementPlan { foresight.plan }

  /// Whether it uses what another statement has to make first.
  var usesPending: Bool { operands.contains { $0.binding.isAwaited } }
}

extension Session {
  /// The objects that a statement uses.
  func operands(of s: CheckedStatement) -> [(name: String, binding: Binding)] {
    StatementText(s, overrides: overrides) { self.kind(of: $0) != nil }.objects
      .compactMap { name in binding(of: name).map { (name: name, binding: $0) } }
  }

  /// What a checked statement depends on, from its text, the names and the files.
  func inputs(
    of s: CheckedStatement, by command: any Command.Type, cell: Int?, in cache: ResultCache
  ) -> StatementInputs {
    let text = StatementText(s, overrides: overrides) { self.kind(of: $0) != nil }
    let further = command.furtherObjects(of: s, in: self).filter { !text.objects.contains($0) }
    let names = command.usesAllObjects ? self.names : text.objects + further
    let operands = names.compactMap { name in binding(of: name).map { (name: name, binding: $0) } }
    let sources = text.sources.map { self.source(s, $0.value, in: cache) }
    // A file that changed since it was read is in no key of an object.
    let looks = command.usesAllObjects ? names.compactMap { staleness(of: $0) } : []
    let plan = StatementPlan(
      text: ([text.text] + looks).joined(separator: "\n"),
      operands: operands.map {
        .init(name: $0.name, key: $0.binding.version.key, cell: $0.binding.version.cell)
      },
      sources: sources.map(\.source), arithmetic: arithmetic, revision: resultRevision)
    let own = [command.boundName(s) ?? ""] + names
    let version = Version(
      key: plan.key, cell: cell,
      names: Array(Set(own + operands.flatMap(\.binding.version.names))).filter { !$0.isEmpty }
        .sorted(),
      naming: digest(of: own + operands.map(\.binding.version.naming)))
    let writes = text.writes.map(\.value)
    let entry = cache.entry(plan.key)
    let spoiled = entry.flatMap { self.spoiled($0, writes, in: cache) }
    return StatementInputs(
      foresight: Foresight(
        plan: plan, isFresh: entry != nil && spoiled == nil, spoiled: spoiled),
      operands: operands, further: further, places: sources.map(\.place), writes: writes,
      version: version, entry: spoiled == nil ? entry : nil)
  }

  /// Which file of an entry is not as the statement left it.
  private func spoiled(
    _ entry: CacheEntry, _ writes: [String], in cache: ResultCache
  ) -> String? {
    for path in writes {
      guard let written = entry.written.first(where: { $0.path == path }) else {
        return "'\(path)' is not written yet"
      }
      guard let digest = cache.digest(of: writingPath(path)) else {
        return "'\(path)' is missing"
      }
      if digest != written.digest { return "'\(path)' is not as it was written" }
    }
    return nil
  }

  /// A source with the digest of what it is now.
  private func source(
    _ s: CheckedStatement, _ path: String, in cache: ResultCache
  ) -> (source: StatementPlan.Source, place: String) {
    if path.hasPrefix("demo:") {
      let digest = Demo.digest(String(path.dropFirst("demo:".count)))
      return (.init(path: path, digest: digest ?? StatementPlan.missing, cell: nil), path)
    }
    var place = readingPath(path)
    if path.hasPrefix("hub:") {
      let kind: HubCache.Kind = s.verb.name == DatasetCommand.spec.name ? .datasets : .models
      let folder = try? HubCache.folder(
        String(path.dropFirst(4)), kind, environment: environment)
      place = folder?.path ?? path
    }
    if s.verb.name == DatasetCommand.spec.name { place = file(of: s, in: place) }
    let writer = writers.last { isInside(place, $0.place) || isInside($0.place, place) }
    if let writer, writer.isPending {
      return (.init(path: path, digest: "to be written", cell: writer.cell), place)
    }
    let digest = cache.digest(of: place) ?? StatementPlan.missing
    return (.init(path: path, digest: digest, cell: writer?.cell), place)
  }

  /// The file of a folder that a data set's statement reads: other files may change.
  private func file(of s: CheckedStatement, in place: String) -> String {
    guard let folder = try? DiskFolder(place) else { return place }
    var request = DatasetRequest()
    (request.split, request.format) = (s.string("split"), s.string("format"))
    switch try? DatasetLoader.file(of: .folder(folder, diskPath: place), request) {
    case .file(let file): return file.label
    case .folder(_, let path?): return path
    default: return place
    }
  }
}

extension Demo {
  /// Of everything that ships under a name.
  static func digest(_ name: String) -> String? {
    guard let folder = folder(name) else { return nil }
    var parts: [String] = []
    for name in folder.names {
      guard let file = try? folder.open(name) else { continue }
      parts += [name, withExtendedLifetime(file) { sha256(file.bytes) }]
    }
    return Notebooks.digest(of: parts)
  }
}
