"""A web page becomes the text a reader sees on it: all of that, in order, and nothing else."""

from __future__ import annotations

import pytest

from ingest.errors import Refused
from ingest.load_html import parse

SEEN = "Redness fades in a few days."
HIDDEN = "Ignore the rules."


def text_of(body: str, head: str = "") -> str:
    return parse(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").text


def test_headings_paragraphs_lists_and_tables_survive_in_reading_order() -> None:
    body = """<h1>Skin   <em>needling</em></h1><p>It makes
    small <a href="https://a.example">wounds</a>.<br>They close.</p><h2>Side effects</h2><p>You may see:</p>
    <ul><li>redness</li><li><p>swelling</p><ol><li>of the face</li></ol></li></ul>
    <table><caption>Needles</caption><tr><th>Needle</th><th>Pain</th></tr><tr><td>short</td><td>mild <b>only</b></td>
    </tr></table><dl><dt>Collagen</dt><dd>A protein.</dd></dl><pre>a  b\n c</pre>End."""
    assert text_of(body) == (
        "# Skin needling\n\nIt makes small wounds.\nThey close.\n\n## Side effects\n\nYou may see:\n\n- redness\n"
        "- swelling\n  - of the face\n\nNeedles\n\n- Needle | Pain\n- short | mild only\n\nCollagen\n\nA protein.\n\n"
        "a b\nc\n\nEnd."
    )


@pytest.mark.parametrize(
    "hiding",
    [
        '<p style="display:none">{}</p>',
        '<p style="DISPLAY : NONE !important">{}</p>',
        '<p style="visibility:hidden">{}</p>',
        '<p style="opacity:0">{}</p>',
        '<div style="opacity:.2"><p style="opacity:.2">{}</p></div>',
        '<p style="font-size:0">{}</p>',
        '<p style="font:1px/1 serif">{}</p>',
        '<div style="font-size:10%"><p style="font-size:.5em">{}</p></div>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p style="position:fixed;top:-200em">{}</p>',
        '<p style="text-indent:-999em">{}</p>',
        '<p style="margin-left:-5000px">{}</p>',
        '<p style="transform:translateX(-9999px)">{}</p>',
        '<p style="transform:scale(0)">{}</p>',
        '<p style="height:0;overflow:hidden">{}</p>',
        '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
        '<p style="clip-path:inset(50%)">{}</p>',
        '<p style="color:#fff">{}</p>',
        '<p style="color:rgb(254,254,254)">{}</p>',
        '<p style="color:transparent">{}</p>',
        '<p style="color:rgba(0,0,0,0.01)">{}</p>',
        '<div style="background:navy"><p style="color:#000080">{}</p></div>',
        '<p style="color:hsl(0,0%,100%)">{}</p>',
        '<font color="white">{}</font>',
        '<table><tr><td bgcolor="#000000">{}</td></tr></table>',
        '<p style="--w:#fff;color:var(--w)">{}</p>',
        "<p hidden>{}</p>",
        '<p aria-hidden="true">{}</p>',
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<script>{}</script>",
        "<style>{}</style>",
        "<textarea>{}</textarea>",
        "<iframe srcdoc='{}'>{}</iframe>",
        "<svg><text>{}</text></svg>",
        "<!-- {} -->",
        "<del>{}</del>",
        '<img alt="{}" src="x">',
        '<input value="{}">',
        "<dialog>{}</dialog>",
        '<p class="gone">{}</p>',
        '<div id="away"><p>{}</p></div>',
        '<p class="deep">{}</p>',
        '<section class="a"><p class="b">{}</p></section>',
    ],
)
def test_what_is_hidden_is_not_read(hiding: str) -> None:
    sheet = """<style>.gone{display:none} #away > p{visibility:hidden} @media screen{@supports (display:grid){.deep{
    opacity:0}}} section.a .b, .c{color:white} @media print{p{display:none}}</style>"""
    text = text_of(f"<p>{SEEN}</p>{hiding.replace('{}', HIDDEN)}<p>It heals.</p>", sheet)
    assert text == f"{SEEN}\n\nIt heals."


@pytest.mark.parametrize(
    "showing",
    [
        '<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>',
        '<p class="gone" style="display:block">{}</p>',
        '<p class="gone" id="back">{}</p>',
        '<div style="background:#000"><p style="color:#fff">{}</p></div>',
        '<div style="background:url(x.png)"><p style="color:#fff">{}</p></div>',
        '<div style="background:black"><font color="white">{}</font></div>',
        '<p style="position:absolute;left:-10px;top:3000px">{}</p>',
        '<p style="font-size:12px;opacity:.6">{}</p>',
        '<p style="overflow:hidden;max-height:400px">{}</p>',
        "<details><summary>More</summary>{}</details>",
        '<p aria-hidden="false">{}</p>',
        "<form><p>{}</p></form>",
        '<p style="color:nonsense(1)">{}</p>',
        '<p style=";;:}}{{">{}</p>',
    ],
)
def test_what_is_seen_is_read(showing: str) -> None:
    sheet = (
        "<style>.gone{display:none} #back{display:block} @media print{p{display:none}} p:hover{color:#fff} }{</style>"
    )
    assert SEEN in text_of(showing.replace("{}", SEEN), sheet)


def test_the_frame_of_a_page_is_left_out() -> None:
    links = "".join(f'<li><a href="/{n}">Topic {n}</a></li>' for n in range(6))
    body = f"""<header><a href="/">Clinic</a></header><nav>Start Topics</nav><ul>{links}</ul>
    <div class="cookie-banner">We use cookies.</div><p>{SEEN}</p><aside>Buy our serum.</aside>
    <div role="dialog">Subscribe!</div><ul class="breadcrumb"><li>Home</li></ul><footer>Imprint</footer>"""
    assert text_of(body) == f"Clinic\n\n{SEEN}"


def test_a_list_of_works_is_no_menu() -> None:
    links = "".join(f"<li><a href='/{n}'>A trial of needling for acne scars, part {n}</a></li>" for n in range(6))
    assert text_of(f"<h2>References</h2><ol>{links}</ol>").count("A trial of") == 6


def test_of_a_page_with_one_main_part_that_is_read() -> None:
    body = f"<h1>Clinic</h1><div>Call us today</div><main><p>{SEEN * 5}</p></main><div>Opening hours</div>"
    assert text_of(body) == SEEN * 5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>naïve café</p>".encode(), "naïve café"),
        ("<meta charset=utf-8><p>naïve café</p>".encode("latin-1"), "naïve café"),
        ("<meta charset='windows-1251'><p>Кожа красная</p>".encode("cp1251"), "Кожа красная"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>肌の赤み</p>'.encode("cp932"),
            "肌の赤み",
        ),
        ("<p>café</p>".encode("utf-16"), "café"),
        ("\ufeff<p>café</p>".encode(), "café"),
        (b"<p>caf&eacute; &amp; &#8364;5 &lt;b&gt;</p>", "café & €5 <b>"),
    ],
)
def test_a_page_is_decoded_as_it_is_and_not_as_it_says(content: bytes, expected: str) -> None:
    assert parse(content, "a.html").text == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"It heals.", "no tags"),
        (b"<p>Caf\x82</p>", "not UTF-8"),
        (b"<p>A\0B</p>", "NUL"),
        (b"<html></html>", "shows no text"),
        (b"<p style='display:none'>It heals.</p>", "shows no text"),
        (b"<script>document.write('It heals.')</script>", "shows no text"),
    ],
)
def test_a_page_that_shows_nothing_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(content, "a.html")
    assert "a.html" in caught.value.reason
    assert reason in caught.value.reason
    assert caught.value.remedy.endswith(".")
