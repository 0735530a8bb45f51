// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours refuses warnings.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The kernels are optimised in debug builds too, so that tests of numeric code stay quick.
let kernels: [CSetting] = [.unsafeFlags(["-O3", "-ffp-contract=off", "-Wall", "-Werror"])]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, path: "Tests/\(name)Tests",
    swiftSettings: strict)
}

let package = Package(
  name: "peftbook",
  products: [.executable(name: "peftbook", targets: ["peftbook"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "CEditline", dependencies: ["CLibedit"]),
    .target(name: "CKernels", cSettings: kernels),
    .target(
      name: "CDemoFiles",
      exclude: [
        "making", "reviews", "facts", "corpus", "bert-fresh", "bert", "reader-fresh", "reader",
        "gpt-fresh", "gpt",
      ],
      cSettings: [.unsafeFlags(["-std=c23", "-Wall", "-Wextra", "-Werror"])]),

    library("Files", [.product(name: "Crypto", package: "swift-crypto")]),
    library("Autograd", ["COpenBLAS", "CKernels"]),
    library("Checkpoints", ["Autograd", "Files"]),
    library("Layers", ["Autograd", "Checkpoints"]),
    library("Models", ["Autograd", "Checkpoints", "Layers"]),
    library("Adapters", ["Autograd", "Checkpoints", "Layers", "Files"]),
    library("Tokenizers", ["Files"]),
    library("Tasks", ["Tokenizers", "Files"]),
    library("Training", ["Autograd", "Checkpoints", "Layers", "Tasks", "Files"]),
    library("Experiments", ["Models", "Adapters", "Training", "Tasks"]),
    library("Language", []),
    library("Notebooks", ["Language", "Files"]),
    library(
      "Commands",
      [
        "CDemoFiles", "Files", "Autograd", "Checkpoints", "Layers", "Models", "Adapters",
        "Tokenizers", "Tasks", "Training", "Experiments", "Language", "Notebooks",
      ]),
    .executableTarget(
      name: "peftbook",
      dependencies: [
        "Commands", "Notebooks", "Language", "CEditline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    tests("Files", ["Files"]),
    tests("Autograd", ["Autograd"]),
    tests("Checkpoints", ["Checkpoints", "Autograd", "Files"]),
    .target(
      name: "ModelFixtures",
      dependencies: ["Autograd", "Checkpoints", "Layers", "Models", "Files"],
      path: "Tests/ModelFixtures", swiftSettings: strict),
    tests("Models", ["ModelFixtures", "Models", "Layers", "Autograd", "Checkpoints", "Files"]),
    tests(
      "Adapters",
      ["ModelFixtures", "Adapters", "Models", "Layers", "Autograd", "Checkpoints", "Files"]),
    tests("Tokenizers", ["Tokenizers", "Files"]),
    tests("Tasks", ["Tasks", "Tokenizers", "Files"]),
    tests("Language", ["Language"]),
    tests("Notebooks", ["Notebooks", "Language", "Files"]),
    .target(
      name: "TrainingTestSupport",
      dependencies: [
        "Training", "Models", "Adapters", "Layers", "Checkpoints", "Autograd", "Tasks",
        "Tokenizers", "Files",
      ],
      path: "Tests/TrainingTestSupport", swiftSettings: strict),
    tests(
      "Training",
      [
        "ModelFixtures", "TrainingTestSupport", "Training", "Models", "Adapters", "Layers",
        "Checkpoints",
        "Autograd", "Tasks", "Files",
      ]),
    tests(
      "Experiments",
      ["TrainingTestSupport", "Experiments", "Training", "Adapters", "Layers", "Autograd", "Files"]),
    tests("Commands", ["Commands", "Experiments", "Notebooks", "Language", "Tasks", "Files"]),
    tests("Architecture", []),
    tests("Terminal", ["peftbook"]),
  ],
  swiftLanguageModes: [.v6]
)
