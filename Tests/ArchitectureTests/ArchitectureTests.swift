import Foundation
import Testing

/// Modules of the toolchain that need no declaration.
private let free: Set = [
  "Foundation", "Glibc", "Darwin", "Musl", "Synchronization", "Dispatch", "Testing", "Swift",
  "XCTest", "RegexBuilder",
]

@Suite struct ArchitectureTests {
  private let sources: [SourceFile]
  private let manifest: Manifest

  init() throws {
    sources = try SourceTree.files(under: "Sources")
    manifest = Manifest(
      try String(contentsOf: SourceTree.root.appending(path: "Package.swift"), encoding: .utf8))
  }

  /// Guards the reader of the manifest itself: a form it does not understand would switch tests
  /// off.
  @Test func theManifestIsUnderstood() {
    #expect(manifest.dependencies["Language"] == [])
    #expect(manifest.dependencies["Files"]?.contains("Crypto") ?? false)
    #expect(manifest.dependencies["Models"] == ["Autograd", "Checkpoints", "Layers"])
    #expect(manifest.dependencies["peftbook"]?.contains("ArgumentParser") ?? false)
    #expect(manifest.dependencies["peftbook"]?.contains("CEditline") ?? false)
    #expect(manifest.dependencies["LanguageTests"] == ["Language"])
    for target in Set(sources.map(\.target)) {
      #expect(manifest.dependencies[target] != nil, "no target '\(target)' in Package.swift")
    }
    #expect(sources.count > 20)
  }

  /// Whatever computes for a person says so when memory ends, and does not trap.
  @Test func enginesOfTheProgramReportTheEndOfMemory() {
    var found = 0
    for file in sources {
      let text = file.lines.joined(separator: "\n")
      for name in ["Engine", "Session"] {
        for call in text.components(separatedBy: " \(name)(").dropFirst() {
          found += 1
          let arguments = call.prefix { $0 != ")" }
          #expect(arguments.contains("whenMemoryEnds:"), "\(file.path): \(name)(\(arguments))")
        }
      }
    }
    #expect(found >= 4, "engines and sessions are no longer found")
  }

  @Test func importsAreDirectDependencies() {
    for file in sources {
      let allowed = (manifest.dependencies[file.target] ?? []).union(free)
      for module in file.imports {
        #expect(allowed.contains(module), "\(file.path) imports \(module)")
      }
    }
  }

  @Test func testsImportDirectDependencies() throws {
    for file in try SourceTree.files(under: "Tests") where file.target != "Fixtures" {
      let allowed = (manifest.dependencies[file.target] ?? []).union(free)
      for module in file.imports {
        #expect(allowed.contains(module), "Tests/\(file.path) imports \(module)")
      }
    }
  }

  /// What the manifest itself may say (the table of targets in the design).
  @Test func theDirectionOfDependencies() {
    let levels: [String: Set<String>] = [
      "Files": [], "Language": [], "Autograd": [], "Checkpoints": ["Autograd", "Files"],
      "Layers": ["Autograd", "Checkpoints"], "Models": ["Autograd", "Checkpoints", "Layers"],
      "Adapters": ["Autograd", "Checkpoints", "Layers", "Files"], "Tokenizers": ["Files"],
      "Tasks": ["Tokenizers", "Files"],
      "Training": ["Autograd", "Checkpoints", "Layers", "Tasks", "Files"],
      "Experiments": ["Models", "Adapters", "Training", "Tasks"],
      "Notebooks": ["Language", "Files"],
      "peftbook": ["Commands", "Notebooks", "Language"],
    ]
    let ours = Set(levels.keys).union(["Commands"])
    for (target, allowed) in levels {
      let named = (manifest.dependencies[target] ?? []).intersection(ours)
      #expect(named.isSubset(of: allowed), "\(target) depends on \(named.subtracting(allowed))")
    }
  }

  @Test func modelsAndAdaptersMeetOnlyAboveThem() {
    let both = Dictionary(grouping: sources, by: \.target).filter { _, files in
      let imports = Set(files.flatMap(\.imports))
      return imports.isSuperset(of: ["Models", "Adapters"])
    }
    #expect(Set(both.keys).isSubset(of: ["Experiments", "Commands"]))
  }

  @Test(arguments: [
    ("COpenBLAS", "Autograd/BLAS.swift"), ("CEditline", "peftbook/LineEditor.swift"),
    ("ArgumentParser", ""),
  ])
  func systemLibrariesHaveOneDoor(_ module: String, _ door: String) {
    for file in sources where file.imports.contains(module) {
      let isAllowed = door.isEmpty ? file.target == "peftbook" : file.path == door
      #expect(isAllowed, "\(file.path) imports \(module)")
    }
  }

  @Test func numericCodeKnowsNoLanguage() {
    for file in sources where !["Notebooks", "Commands", "peftbook"].contains(file.target) {
      #expect(!file.imports.contains("Language"), "\(file.path)")
    }
  }

  @Test func filesAreShort() throws {
    for file in try sources + SourceTree.files(under: "Tests") {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
    }
  }

  @Test func nothingIsPublic() {
    for file in sources {
      for line in file.code {
        let words = line.split(whereSeparator: { !$0.isLetter })
        #expect(!words.contains("public"), "\(file.path): \(line)")
      }
    }
  }

  @Test func onlyTheProgramPrintsAndExits() {
    for file in sources where file.target != "peftbook" {
      for line in file.code {
        #expect(
          !line.contains(/\b(print|debugPrint|exit|_exit)\(/),
          "\(file.path): \(line)")
      }
    }
  }
}
