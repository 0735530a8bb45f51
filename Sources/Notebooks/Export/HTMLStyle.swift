/// How an exported page looks: by the reader's own fonts, light or dark as the reader's system is.
enum HTMLStyle {
  static let text = colours + prose + cells + figures

  private static let colours = """
    :root {
      --paper: #ffffff; --ink: #1f2328; --dim: #636c76; --rule: #d8dee4; --code: #f4f6f8;
      --link: #0a58ca; --error: #b42318;
      --verb: #8a3ab9; --name: #0b6a5d; --option: #0a58ca; --string: #9a5b00; --number: #b1361e;
      --c0: #2a6fdb; --c1: #d9662b; --c2: #2f9461; --c3: #b04fa0; --c4: #8a6d00; --c5: #00868f;
      --c6: #c23b4b; --c7: #6b6f76;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --ink: #dfe3e8; --dim: #98a1ab; --rule: #343a41; --code: #1c2126;
        --link: #78b0ff; --error: #ff8a7a;
        --verb: #d3a0f5; --name: #6fd3c2; --option: #8ab8ff; --string: #e5b567; --number: #f49b84;
        --c0: #6ea8ff; --c1: #f5965f; --c2: #63c793; --c3: #dc8ccd; --c4: #d0b34a; --c5: #4cc4cc;
        --c6: #f07f8b; --c7: #a7adb5;
      }
    }

    """

  private static let prose = """
    * { box-sizing: border-box; }
    html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
    body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 1rem; overflow-wrap: break-word; }
    main > p, main > ul, main > ol, main > blockquote { max-width: 44rem; }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 0.6em; }
    h1 { font-size: 1.9rem; margin-top: 0.4em; }
    h2 { font-size: 1.4rem; padding-bottom: 0.25em; border-bottom: 1px solid var(--rule); }
    h3 { font-size: 1.15rem; }
    h4, h5, h6 { font-size: 1rem; }
    a { color: var(--link); }
    hr { border: 0; border-top: 1px solid var(--rule); margin: 2rem 0; }
    blockquote { margin: 1rem 0; padding: 0 1rem; border-left: 3px solid var(--rule); color: var(--dim); }
    code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    code { font-size: 0.9em; background: var(--code); padding: 0.1em 0.3em; border-radius: 4px; }
    pre { font-size: 0.84rem; line-height: 1.5; overflow-x: auto; padding: 0.75rem 1rem; margin: 1rem 0;
      background: var(--code); border-radius: 6px; }
    pre code { font-size: inherit; background: none; padding: 0; }
    table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto;
      font-size: 0.92rem; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.3rem 0.7rem; text-align: left; border-bottom: 1px solid var(--rule); }
    th { font-weight: 600; }
    .right { text-align: right; }
    .center { text-align: center; }
    .link { text-decoration: underline; text-decoration-style: dotted; }
    .address { color: var(--dim); }
    .image { color: var(--dim); border: 1px dashed var(--rule); border-radius: 4px; padding: 0 0.4em; }
    footer { max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem 2rem; color: var(--dim);
      font-size: 0.85rem; }

    """

  private static let cells = """
    .cell { margin: 1.25rem 0; }
    .cell .code { margin: 0; border-left: 3px solid var(--c0); border-radius: 0 6px 6px 0; }
    .cell .fails { margin: 0.3rem 0 0; color: var(--dim); font-size: 0.85rem; }
    .output { padding-left: 3px; }
    .output pre { margin: 0.5rem 0; padding: 0 1rem; background: none; }
    .output table { margin: 0.5rem 0 0.5rem 1rem; font-size: 0.84rem; white-space: nowrap; }
    .output th { color: var(--dim); font-weight: 500; }
    .output th, .output td { padding: 0.2rem 0.75rem 0.2rem 0; }
    .output th + th, .output td + td { padding-left: 0.5rem; }
    .error { color: var(--error); }
    .verb { color: var(--verb); font-weight: 600; }
    .name, .parameter { color: var(--name); }
    .option { color: var(--option); }
    .preposition, .constant { color: var(--verb); }
    .string { color: var(--string); }
    .number { color: var(--number); }
    .comment { color: var(--dim); font-style: italic; }

    """

  private static let figures = """
    figure { margin: 0.75rem 1rem; }
    figcaption { color: var(--dim); font-size: 0.85rem; margin-bottom: 0.25rem; }
    svg { display: block; width: 100%; max-width: 40rem; height: auto; }
    svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
    svg .tick, svg .value { fill: var(--dim); font-variant-numeric: tabular-nums; }
    svg .axis { stroke: var(--rule); stroke-width: 1; }
    svg .curve { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; }
    svg .dot { fill: var(--c); }

    """ + (0..<PlotSVG.colours).map { "svg .c\($0) { --c: var(--c\($0)); }\n" }.joined()
}
