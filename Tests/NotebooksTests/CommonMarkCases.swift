import Testing

/// Markdown for each section of the CommonMark specification (0.31), with the HTML of an export.
struct CommonMarkCase: CustomTestStringConvertible, Sendable {
  let section: String
  let markdown: String
  let html: String

  init(_ section: String, _ markdown: String, _ html: String) {
    (self.section, self.markdown, self.html) = (section, markdown, html)
  }

  var testDescription: String { "\(section): \(markdown.debugDescription)" }

  static var all: [CommonMarkCase] {
    preliminaries + leafBlocks + codeAndHTML + containers + inlines
  }

  /// The specification's sections that hold examples.
  static let sections = [
    "Tabs", "Backslash escapes", "Entity and numeric character references", "Precedence",
    "Thematic breaks", "ATX headings", "Setext headings", "Indented code blocks",
    "Fenced code blocks", "HTML blocks", "Link reference definitions", "Paragraphs", "Blank lines",
    "Block quotes", "List items", "Lists", "Inlines", "Code spans",
    "Emphasis and strong emphasis", "Links", "Images", "Autolinks", "Raw HTML",
    "Hard line breaks", "Soft line breaks", "Textual content",
  ]

  static let preliminaries: [CommonMarkCase] = [
    .init("Tabs", "\tlr\t1e-3\n", "<pre><code>lr\t1e-3\n</code></pre>\n"),
    .init(
      "Tabs", "- rank\n\n\tits scale\n",
      "<ul>\n<li>\n<p>rank</p>\n<p>its scale</p>\n</li>\n</ul>\n"),
    .init(
      "Tabs", "> \tcode?\n",
      "<blockquote>\n<p>code?</p>\n</blockquote>\n"),
    .init(
      "Tabs", "-\t\tdeep\n", "<ul>\n<li>\n<pre><code>  deep\n</code></pre>\n</li>\n</ul>\n"),
    .init("Tabs", "#\tTitle\n", "<h1 id=\"title\">Title</h1>\n"),
    .init("Backslash escapes", "\\*not\\* \\a \\\\\n", "<p>*not* \\a \\</p>\n"),
    .init("Backslash escapes", "\\# none\n", "<p># none</p>\n"),
    .init("Backslash escapes", "`\\*`\n", "<p><code>\\*</code></p>\n"),
    .init("Backslash escapes", "\\<b>\n", "<p>&lt;b&gt;</p>\n"),
    .init(
      "Entity and numeric character references", "&copy; &#945; &#x3B1; &amp; &nothing &#0;\n",
      "<p>&copy; α α &amp; &amp;nothing \u{FFFD}</p>\n"),
    .init(
      "Entity and numeric character references", "`&copy;`\n", "<p><code>&amp;copy;</code></p>\n"),
    .init(
      "Entity and numeric character references", "&#42;plain&#42;\n", "<p>*plain*</p>\n"),
    .init(
      "Precedence", "- `one\n- two`\n", "<ul>\n<li>`one</li>\n<li>two`</li>\n</ul>\n"),
  ]

  static let leafBlocks: [CommonMarkCase] = [
    .init("Thematic breaks", "***\n- - -\n __ _\n", "<hr />\n<hr />\n<hr />\n"),
    .init("Thematic breaks", "--\n+++\n", "<p>--\n+++</p>\n"),
    .init("Thematic breaks", "*-*\n", "<p><em>-</em></p>\n"),
    .init(
      "Thematic breaks", "- a\n***\n- b\n",
      "<ul>\n<li>a</li>\n</ul>\n<hr />\n<ul>\n<li>b</li>\n</ul>\n"),
    .init(
      "ATX headings", "# One\n###### Six ##\n", "<h1 id=\"one\">One</h1>\n<h6 id=\"six\">Six</h6>\n"
    ),
    .init("ATX headings", "####### seven\n", "<p>####### seven</p>\n"),
    .init("ATX headings", "#5 and #hash\n", "<p>#5 and #hash</p>\n"),
    .init("ATX headings", "## \n#\n### ###\n", "<h2></h2>\n<h1></h1>\n<h3></h3>\n"),
    .init(
      "ATX headings", "   ## *Rank* `r` ##  \n",
      "<h2 id=\"rank-r\"><em>Rank</em> <code>r</code></h2>\n"),
    .init(
      "ATX headings", "# twice\n# twice\n",
      "<h1 id=\"twice\">twice</h1>\n<h1 id=\"twice-1\">twice</h1>\n"),
    .init(
      "Setext headings", "Loss\n====\nRank\n---\n",
      "<h1 id=\"loss\">Loss</h1>\n<h2 id=\"rank\">Rank</h2>\n"),
    .init("Setext headings", "two\nlines\n  ---  \n", "<h2 id=\"two-lines\">two\nlines</h2>\n"),
    .init(
      "Setext headings", "> quote\n---\n", "<blockquote>\n<p>quote</p>\n</blockquote>\n<hr />\n"),
    .init("Setext headings", "text\n= =\n", "<p>text\n= =</p>\n"),
    .init("Setext headings", "---\nx\n---\n---\n", "<hr />\n<h2 id=\"x\">x</h2>\n<hr />\n"),
    .init(
      "Link reference definitions", "[paper]: /lora \"LoRA\"\n\nSee [paper].\n",
      "<p>See <a href=\"/lora\" title=\"LoRA\">paper</a>.</p>\n"),
    .init(
      "Link reference definitions", "[Two  Words]:\n  <a b.md>\n\n[two\nwords][]\n",
      "<p><a href=\"a%20b.md\">two\nwords</a></p>\n"),
    .init("Link reference definitions", "[none]: \n\n[none]\n", "<p>[none]:</p>\n<p>[none]</p>\n"),
    .init(
      "Link reference definitions", "[a]: one.md\n[a]: two.md\n[A]\n",
      "<p><a href=\"one.md\">A</a></p>\n"),
    .init(
      "Link reference definitions", "[a]: x.md 'title' more\n\n[a]\n",
      "<p>[a]: x.md 'title' more</p>\n<p>[a]</p>\n"),
    .init("Paragraphs", "one\ntwo\n\nthree\n", "<p>one\ntwo</p>\n<p>three</p>\n"),
    .init("Paragraphs", "  one\n      two  \n", "<p>one\ntwo</p>\n"),
    .init("Blank lines", "\n  \none\n  \n\n# two\n\n  \n", "<p>one</p>\n<h1 id=\"two\">two</h1>\n"),
  ]

  static let codeAndHTML: [CommonMarkCase] = [
    .init(
      "Indented code blocks", "    a < b\n\n      c\n",
      "<pre><code>a &lt; b\n\n  c\n</code></pre>\n"),
    .init("Indented code blocks", "text\n    no code\n", "<p>text\nno code</p>\n"),
    .init(
      "Indented code blocks", "    code\ntext\n", "<pre><code>code\n</code></pre>\n<p>text</p>\n"),
    .init("Indented code blocks", "\n\n    code  \n\n\n", "<pre><code>code  \n</code></pre>\n"),
    .init(
      "Fenced code blocks", "```\n<a>\n  b\n```\n", "<pre><code>&lt;a&gt;\n  b\n</code></pre>\n"),
    .init(
      "Fenced code blocks", "~~~ python x=1\na\n```\n~~~~\n",
      "<pre><code class=\"language-python\">a\n```\n</code></pre>\n"),
    .init("Fenced code blocks", "````\n```\n````\n", "<pre><code>```\n</code></pre>\n"),
    .init("Fenced code blocks", "  ```\n    a\n b\n  ```\n", "<pre><code>  a\nb\n</code></pre>\n"),
    .init("Fenced code blocks", "```\nnever closed\n", "<pre><code>never closed\n</code></pre>\n"),
    .init(
      "Fenced code blocks", "```\n\n```\n~~~\n~~~\n",
      "<pre><code>\n</code></pre>\n<pre><code></code></pre>\n"),
    .init(
      "Fenced code blocks", "> ```\n> a\nb\n",
      "<blockquote>\n<pre><code>a\n</code></pre>\n</blockquote>\n<p>b</p>\n"),
    .init("Fenced code blocks", "``` `x`\na\n", "<p>``` <code>x</code>\na</p>\n"),
    .init(
      "HTML blocks", "<div>\n*a*\n\n*b*\n</div>\n",
      "<pre class=\"raw\">&lt;div&gt;\n*a*</pre>\n<p><em>b</em></p>\n<pre class=\"raw\">&lt;/div&gt;</pre>\n"
    ),
    .init("HTML blocks", "<!-- hidden\n\n# still -->\nshown\n", "<p>shown</p>\n"),
    .init(
      "HTML blocks", "<script>\nrun()\n\n</script>\n",
      "<pre class=\"raw\">&lt;script&gt;\nrun()\n\n&lt;/script&gt;</pre>\n"),
    .init("HTML blocks", "<?php\n\n?>\n", "<pre class=\"raw\">&lt;?php\n\n?&gt;</pre>\n"),
    .init("HTML blocks", "<b>\nx\n\ny\n", "<pre class=\"raw\">&lt;b&gt;\nx</pre>\n<p>y</p>\n"),
    .init("HTML blocks", "x\n<b>\ny\n", "<p>x\n&lt;b&gt;\ny</p>\n"),
  ]

  static let containers: [CommonMarkCase] = [
    .init(
      "Block quotes", "> # a\n> b\nlazy\n",
      "<blockquote>\n<h1 id=\"a\">a</h1>\n<p>b\nlazy</p>\n</blockquote>\n"),
    .init(
      "Block quotes", ">a\n\n> b\n",
      "<blockquote>\n<p>a</p>\n</blockquote>\n<blockquote>\n<p>b</p>\n</blockquote>\n"),
    .init(
      "Block quotes", "> > a\n> b\n\nc\n",
      "<blockquote>\n<blockquote>\n<p>a\nb</p>\n</blockquote>\n</blockquote>\n<p>c</p>\n"),
    .init("Block quotes", ">\n> \n", "<blockquote>\n</blockquote>\n"),
    .init(
      "Block quotes", "> - a\n- b\n",
      "<blockquote>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>\n<ul>\n<li>b</li>\n</ul>\n"),
    .init(
      "List items", "1.  a\n\n    b\n\n        code\n",
      "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n<pre><code>code\n</code></pre>\n</li>\n</ol>\n"),
    .init("List items", "- one\n\n two\n", "<ul>\n<li>one</li>\n</ul>\n<p>two</p>\n"),
    .init(
      "List items", "-\n  a\n-\n  ```\n  b\n  ```\n",
      "<ul>\n<li>a</li>\n<li>\n<pre><code>b\n</code></pre>\n</li>\n</ul>\n"),
    .init(
      "List items", "7) seven\n8) eight\n",
      "<ol start=\"7\">\n<li>seven</li>\n<li>eight</li>\n</ol>\n"),
    .init("List items", "-1. no\n", "<p>-1. no</p>\n"),
    .init(
      "List items", "- # a\n- b\n  ---\n",
      "<ul>\n<li>\n<h1 id=\"a\">a</h1>\n</li>\n<li>\n<h2 id=\"b\">b</h2>\n</li>\n</ul>\n"),
    .init("List items", "- a\nlazy\n", "<ul>\n<li>a\nlazy</li>\n</ul>\n"),
    .init("List items", "-\n\n  a\n", "<ul>\n<li></li>\n</ul>\n<p>a</p>\n"),
    .init(
      "Lists", "- a\n- b\n+ c\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ul>\n<li>c</li>\n</ul>\n"),
    .init("Lists", "- a\n\n- b\n", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"),
    .init(
      "Lists", "- a\n  - b\n\n    c\n- d\n",
      "<ul>\n<li>a\n<ul>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>\n"),
    .init("Lists", "in\n14. it\n\n1. one\n", "<p>in\n14. it</p>\n<ol>\n<li>one</li>\n</ol>\n"),
    .init(
      "Lists", "- a\n  > b\n  ```\n  c\n  ```\n- d\n",
      "<ul>\n<li>a\n<blockquote>\n<p>b</p>\n</blockquote>\n<pre><code>c\n</code></pre>\n</li>\n<li>d</li>\n</ul>\n"
    ),
    .init(
      "Lists", "- a\n- ```\n  b\n\n\n  ```\n- c\n",
      "<ul>\n<li>a</li>\n<li>\n<pre><code>b\n\n\n</code></pre>\n</li>\n<li>c</li>\n</ul>\n"),
    .init(
      "Lists", "* a\n\n  [x]: y.md\n* b\n",
      "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"),
    .init(
      "Lists", "1. a\n\n<!-- -->\n\n1. b\n", "<ol>\n<li>a</li>\n</ol>\n<ol>\n<li>b</li>\n</ol>\n"),
  ]
}
