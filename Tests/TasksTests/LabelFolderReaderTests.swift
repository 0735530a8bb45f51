import Files
import Tasks
import Testing

@Suite struct LabelFolderReaderTests {
  /// Laid out as aclImdb is.
  static let imdb = [
    "README": "about", "imdb.vocab": "the\n",
    "train/pos/0_9.txt": "fine\n", "train/pos/10_7.txt": "\u{FEFF}good\r\nvery\r\n",
    "train/neg/0_2.txt": "bad", "train/neg/1_1.txt": "a\u{85}b\n\n",
    "train/unsup/0_0.txt": "?", "train/unsup/1_0.txt": "?", "train/urls_pos.txt": "http",
    "train/labeledBow.feat": "1 0:1", "test/pos/0_10.txt": "best", "test/neg/0_1.txt": "worst",
  ]

  @Test func labelsAreFoldersAndTextsAreFiles() throws {
    try withFolder(Self.imdb) { path in
      let d = try load(disk: path, DatasetRequest(split: "train"))
      #expect(d.source == path + "/train")
      #expect(d.content == .classification(labels: ["neg", "pos"]))
      #expect(d.spelled == ["neg", "neg", "pos", "pos"])
      #expect(
        d.texts.map { Array($0.utf8) }
          == ["bad", "a\u{85}b\n", "fine", "good\r\nvery"].map {
            Array($0.utf8)
          })
      #expect(
        d.ids == ["neg/0_2.txt", "neg/1_1.txt", "pos/0_9.txt", "pos/10_7.txt"].map(JSON.string))
      #expect(d.notes == ["left out 'unsup': 2 texts without a label"])
    }
  }

  @Test func folderOfLabelsNeedsNoSplit() throws {
    try withFolder(Self.imdb) { path in
      let d = try load(disk: path + "/test")
      #expect(d.texts == ["worst", "best"])
    }
  }

  @Test func splitsAreListedInTheirUsualOrder() throws {
    try withFolder(Self.imdb) { path in
      #expect(throws: TaskError.splitNeeded(folder: path, splits: ["train", "test"])) {
        try load(disk: path)
      }
      #expect(
        throws: TaskError.unknownSplit(folder: path, split: "dev", splits: ["train", "test"])
      ) { try load(disk: path, DatasetRequest(split: "dev")) }
    }
  }

  @Test func formatAloneCannotMakeAFileAFolder() {
    #expect(throws: TaskError.wrongFormat(file: "d.tsv", format: "folder")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(format: "folder"))
    }
  }

  @Test func folderWithNothingToReadIsTold() throws {
    try withFolder(["notes.md": "x"]) { path in
      #expect(throws: TaskError.noData(folder: path)) { try load(disk: path) }
      #expect(throws: TaskError.noData(folder: path)) {
        try load(disk: path, DatasetRequest(format: "folder"))
      }
    }
  }

  @Test func integerFoldersAreInOrderOfValue() throws {
    try withFolder(["10/a.txt": "x", "9/a.txt": "y", "-1/a.txt": "z"]) { path in
      let d = try load(disk: path)
      #expect(d.labels == ["-1", "9", "10"])
    }
  }
}
