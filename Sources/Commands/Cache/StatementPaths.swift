import Files
import Language
import Notebooks

extension Session {
  /// The relative paths that a statement names, read and written, with the places of the values.
  package func relativePaths(of statement: Statement) throws(Diagnostic) -> [Spanned<String>] {
    let text = StatementText(try check(statement).0) { _ in false }
    return (text.sources + text.writes).filter { path in
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
