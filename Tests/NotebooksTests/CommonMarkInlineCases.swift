extension CommonMarkCase {
  static let inlines: [CommonMarkCase] = spans + emphasis + links + others

  private static let spans: [CommonMarkCase] = [
    .init("Inlines", "`hi`lo`\n", "<p><code>hi</code>lo`</p>\n"),
    .init("Code spans", "``a ` b`` ` `` `\n", "<p><code>a ` b</code> <code>``</code></p>\n"),
    .init("Code spans", "` a` `  `\n", "<p><code> a</code> <code>  </code></p>\n"),
    .init("Code spans", "`a\nb`\n", "<p><code>a b</code></p>\n"),
    .init("Code spans", "*a`*`\n", "<p>*a<code>*</code></p>\n"),
    .init("Code spans", "```a``\n", "<p>```a``</p>\n"),
  ]

  private static let emphasis: [CommonMarkCase] = [
    .init(
      "Emphasis and strong emphasis", "*a* _b_ **c** __d__\n",
      "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong></p>\n"),
    .init("Emphasis and strong emphasis", "a * b * c\n", "<p>a * b * c</p>\n"),
    .init(
      "Emphasis and strong emphasis", "max_length_of _a_b_\n", "<p>max_length_of <em>a_b</em></p>\n"
    ),
    .init("Emphasis and strong emphasis", "a*b*c\n", "<p>a<em>b</em>c</p>\n"),
    .init("Emphasis and strong emphasis", "***a** b*\n", "<p><em><strong>a</strong> b</em></p>\n"),
    .init("Emphasis and strong emphasis", "*a **b***\n", "<p><em>a <strong>b</strong></em></p>\n"),
    .init(
      "Emphasis and strong emphasis", "**a *b** c*\n", "<p><em><em>a <em>b</em></em> c</em></p>\n"),
    .init("Emphasis and strong emphasis", "*a**b*\n", "<p><em>a**b</em></p>\n"),
    .init(
      "Emphasis and strong emphasis", "****a****\n", "<p><strong><strong>a</strong></strong></p>\n"),
    .init("Emphasis and strong emphasis", "*(a)* _(b)_c\n", "<p><em>(a)</em> _(b)_c</p>\n"),
    .init("Emphasis and strong emphasis", "**a\n", "<p>**a</p>\n"),
    .init("Emphasis and strong emphasis", "*[a*](b.md)\n", "<p>*<a href=\"b.md\">a*</a></p>\n"),
    .init("Emphasis and strong emphasis", "*\u{A0}a* *é*\n", "<p>*\u{A0}a* <em>é</em></p>\n"),
  ]

  private static let links: [CommonMarkCase] = [
    .init(
      "Links", "[a *b*](c.md \"t\")\n", "<p><a href=\"c.md\" title=\"t\">a <em>b</em></a></p>\n"),
    .init(
      "Links", "[a](<b c> 'd') [e]()\n",
      "<p><a href=\"b%20c\" title=\"d\">a</a> <a href=\"\">e</a></p>\n"),
    .init("Links", "[a](b c)\n", "<p>[a](b c)</p>\n"),
    .init(
      "Links", "[a](b(c)d) [e](f\\)g)\n", "<p><a href=\"b(c)d\">a</a> <a href=\"f)g\">e</a></p>\n"),
    .init("Links", "[a [b](c.md)](d.md)\n", "<p>[a <a href=\"c.md\">b</a>](d.md)</p>\n"),
    .init("Links", "[a] [b] [c]\n\n[b]: b.md\n", "<p>[a] <a href=\"b.md\">b</a> [c]</p>\n"),
    .init("Links", "[a][b]\n\n[b]: <b.md>\n", "<p><a href=\"b.md\">a</a></p>\n"),
    .init("Links", "[`]`](a.md)\n", "<p><a href=\"a.md\"><code>]</code></a></p>\n"),
    .init(
      "Links", "[a](https://example.org/b)\n",
      "<p><span class=\"link\">a</span> <span class=\"address\">(https://example.org/b)</span></p>\n"
    ),
    .init(
      "Links", "[a](javascript:run\\(\\)) [b](//example.org)\n",
      "<p><span class=\"link\">a</span> <span class=\"address\">(javascript:run())</span> <span class=\"link\">b</span> <span class=\"address\">(//example.org)</span></p>\n"
    ),
    .init("Links", "[a](#b)\n", "<p><a href=\"#b\">a</a></p>\n"),
    .init("Images", "![a *b*](c.png \"t\")\n", "<p><span class=\"image\">a b</span></p>\n"),
    .init(
      "Images", "![a][b] \\![c] !\\[d]\n\n[b]: b.png\n",
      "<p><span class=\"image\">a</span> ![c] ![d]</p>\n"),
    .init(
      "Images", "[![a](b.png)](c.md)\n",
      "<p><a href=\"c.md\"><span class=\"image\">a</span></a></p>\n"),
    .init(
      "Autolinks", "<https://a.b/c?d=e&f>\n",
      "<p><span class=\"address\">https://a.b/c?d=e&amp;f</span></p>\n"),
    .init(
      "Autolinks", "<a.b@c.example> <m:abc>\n",
      "<p><span class=\"address\">a.b@c.example</span> &lt;m:abc&gt;</p>\n"),
    .init("Autolinks", "https://a.b\n", "<p>https://a.b</p>\n"),
  ]

  private static let others: [CommonMarkCase] = [
    .init(
      "Raw HTML", "a <b c='d'>*e*</b> <f /> <!-- g -->\n",
      "<p>a &lt;b c='d'&gt;<em>e</em>&lt;/b&gt; &lt;f /&gt; </p>\n"),
    .init(
      "Raw HTML", "<img src=x onerror=run()> text\n",
      "<p>&lt;img src=x onerror=run()&gt; text</p>\n"),
    .init("Raw HTML", "a <b *c*> < d\n", "<p>a &lt;b <em>c</em>&gt; &lt; d</p>\n"),
    .init("Hard line breaks", "a  \nb\\\n   c\n", "<p>a<br />\nb<br />\nc</p>\n"),
    .init("Hard line breaks", "a  \n", "<p>a</p>\n"),
    .init("Hard line breaks", "a\\\n", "<p>a\\</p>\n"),
    .init("Hard line breaks", "`a  \nb`\n", "<p><code>a   b</code></p>\n"),
    .init("Soft line breaks", "a \n b\n", "<p>a\nb</p>\n"),
    .init(
      "Textual content", "深い雪 $.;'there \u{1F600}  two\n", "<p>深い雪 $.;'there \u{1F600}  two</p>\n"),
    .init("Textual content", "5 < 6 & \"so\"\n", "<p>5 &lt; 6 &amp; &quot;so&quot;</p>\n"),
  ]
}
