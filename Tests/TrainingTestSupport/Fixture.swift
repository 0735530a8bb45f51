import Files
import Foundation

/// The project's fixtures, found from this file.
package enum Fixture {
  package static func json(_ name: String, file: String = #filePath) throws -> JSON {
    var folder = URL(fileURLWithPath: file)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    let path = folder.appendingPathComponent("Fixtures/training/" + name).path
    return try JSON.parse(FileBytes(mapping: path))
  }
}

extension JSON {
  package var doubles: [Double] { (array ?? []).map { $0.double ?? .nan } }
  package var floats: [Float] { doubles.map { Float($0) } }
  package func number(_ key: String) -> Double { self[key]?.double ?? .nan }
  package func whole(_ key: String) -> Int { self[key]?.int ?? -1 }
}
