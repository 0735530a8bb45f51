import Files

/// A format that data sets are stored in: one file, and one line in `dataReaders`.
package protocol DataReader {
  /// As `format=` spells it.
  static var name: String { get }
  /// What a row is, in a few words, for help.
  static var summary: String { get }
  /// Endings of its files, without the dot; the first is the usual one.
  static var extensions: [String] { get }
  /// Endings of files that are usually another reader's, and sometimes its own.
  static var sharedExtensions: [String] { get }
  static func recognises(_ source: DatasetSource) -> Recognition
  /// Reads the whole source; selecting rows is not its work.
  static func read(
    _ source: DatasetSource, _ request: DatasetRequest
  ) throws(TaskError) -> Dataset
}

extension DataReader {
  package static var sharedExtensions: [String] { [] }
}

/// How surely a reader knows a source for its own; the surest reads it, of equals the first.
package enum Recognition: Int, Comparable, Sendable {
  case no
  /// It can be read, as almost anything can.
  case possible
  case byName
  /// The content contradicts what other readers may conclude from the name.
  case byContent

  package static func < (a: Recognition, b: Recognition) -> Bool { a.rawValue < b.rawValue }
}

/// Every format, in the order in which help lists them.
package var dataReaders: [any DataReader.Type] {
  [
    TSVReader.self,
    CSVReader.self,
    TaggedLinesReader.self,
    JSONLinesReader.self,
    SQuADReader.self,
    JSONArrayReader.self,
    CoNLLReader.self,
    PlainTextReader.self,
    LabelFolderReader.self,
  ]
}

/// A format of single files.
protocol FileReader: DataReader {
  static func recognises(_ head: FileHead) -> Recognition
  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset
}

extension FileReader {
  package static func recognises(_ source: DatasetSource) -> Recognition {
    guard case .file(let bytes) = source else { return .no }
    return recognises(FileHead(bytes))
  }

  package static func read(
    _ source: DatasetSource, _ request: DatasetRequest
  ) throws(TaskError) -> Dataset {
    guard case .file(let bytes) = source else {
      throw .wrongFormat(file: source.name, format: name)
    }
    return try read(bytes, request)
  }
}

/// The beginning of a file and the ending of its name: what a format is recognised by.
struct FileHead {
  let ending: String
  /// The first lines that are not blank, without line ends; at most 20, from the first 64 KB.
  let lines: [[UInt8]]
  private static let size = 1 << 16

  init(_ file: FileBytes) {
    defer { withExtendedLifetime(file) {} }
    ending = Self.ending(of: file.label)
    let isCut = file.count > Self.size
    let head = isCut ? file[0..<Self.size] : file
    var lines: [[UInt8]] = []
    for line in Lines(head) where !line.isBlank(in: head) {
      lines.append(Array(head.bytes[line.range]))
      if lines.count > 20 { break }
    }
    // The last line may have been cut in two.
    self.lines = Array(lines.prefix(isCut ? max(1, min(20, lines.count - 1)) : 20))
  }

  /// What follows the last dot of the last name of a path, in lower case.
  static func ending(of path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? Substring(path).utf8
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return (String(name[name.index(after: dot)...]) ?? "").lowercased()
  }
}
