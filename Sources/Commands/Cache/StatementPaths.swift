import Files
import Language
import Notebooks

extension Session {
  /// The relative paths that a statement names, read and written, with the places of the values.
  package func relativePaths(of statement: Statement) throws(Diagnostic) -> [Spanned<String>] {
    let (checked, _) = try check(statement)
    return checked.paths.filter { path in
      !["/", "~/", "demo:", "hub:"].contains { path.value.hasPrefix($0) }
        && !["", "~"].contains(path.value)
    }
  }

  /// How a relative path reads from another folder.
  package func route(to other: String) -> (String) -> String {
    RelativePath(from: folder, to: other).route
  }

  /// What a statement printed, where the cache still has it.
  package func keptOutput(of plan: StatementPlan) -> CellOutput? { cache?.entry(plan.key)?.output }
}

extension CheckedStatement {
  /// Files and folders, whether they are read or written.
  fileprivate var paths: [Spanned<String>] {
    var found: [Spanned<String>] = []
    func add(_ given: Spanned<Value>, isPath: Bool) {
      switch given.value {
      case .file(let path): found.append(Spanned(path.text, given.span))
      case .list(let elements): for element in elements { add(element, isPath: isPath) }
      case .string(let text) where isPath: found.append(Spanned(text, given.span))
      default: break
      }
    }
    for slot in verb.forms[form].slots {
      guard let given = slots[slot.name] else { continue }
      add(given, isPath: slot.kind == .source || slot.kind == .path)
    }
    for (name, given) in options {
      add(given, isPath: specs.first { $0.name == name }?.kind == .path)
    }
    for line in lines {
      for (_, value) in line.options { add(value, isPath: false) }
    }
    return found
  }
}
