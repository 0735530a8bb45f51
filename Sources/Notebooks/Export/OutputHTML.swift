/// A recorded output on a page: tables as tables, pictures drawn anew, all else as it stands.
enum OutputHTML {
  static func text(_ lines: [String]) -> String {
    var result = ""
    var plain: [String] = []
    func endPlain() {
      let shown = plain.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
      if !shown.isEmpty { result += pre(Array(shown)) }
      plain = []
    }
    var index = 0
    while index < lines.count {
      let rest = lines[index...]
      if let plot = PlotReading(rest) {
        endPlain()
        result += figure(plot.figure)
        index += plot.count
        if let (values, count) = TextTable.read(lines[index...], fewest: 2) {
          result += table(values)
          index += count
        }
      } else if let (values, count) = TextTable.read(rest) {
        endPlain()
        result += table(values)
        if let curve = PlotFigure(table: values, title: "loss by epoch", column: "loss"),
          values.titles[0] == "epoch"
        {
          result += figure(curve)
        }
        index += count
      } else {
        plain.append(lines[index])
        index += 1
      }
    }
    endPlain()
    return result
  }

  private static func pre(_ lines: [String]) -> String {
    let isError = lines.contains { $0.hasPrefix("error: ") }
    let style = isError ? " class=\"error\"" : ""
    return "<pre\(style)>" + HTMLText.escaped(lines.joined(separator: "\n")) + "</pre>\n"
  }

  private static func figure(_ figure: PlotFigure) -> String {
    "<figure>\n<figcaption>\(HTMLText.escaped(figure.title))</figcaption>\n"
      + PlotSVG.text(figure) + "</figure>\n"
  }

  private static func table(_ table: TextTable) -> String {
    var text =
      "<table>\n<thead>\n" + row(table.titles, "th", table.alignsRight) + "</thead>\n<tbody>\n"
    for cells in table.rows { text += row(cells, "td", table.alignsRight) }
    return text + "</tbody>\n</table>\n"
  }

  private static func row(_ cells: [String], _ name: String, _ alignsRight: [Bool]) -> String {
    let cells = zip(cells, alignsRight).map { text, isRight in
      let shown = HTMLText.escaped(text).replacing("\n", with: "<br>")
      return "<\(name)\(isRight ? " class=\"right\"" : "")>\(shown)</\(name)>"
    }
    return "<tr>" + cells.joined() + "</tr>\n"
  }
}
