"""Hostile web pages."""

from __future__ import annotations

from tests.hostile.case import BAIT, BEACON, SAID, Case, either, refused, taken


def pages() -> list[Case]:
    """Web pages: that act, that hide, that are made to exhaust a parser."""
    return [*_active(), *_hiding(), *_exhausting()]


def _active() -> list[Case]:
    return [
        taken(
            "active.html",
            f"""<html><head><meta http-equiv=refresh content="0;url={BEACON}/r"><base href="{BEACON}/">
            <link rel=stylesheet href="{BEACON}/c"><style>@import url({BEACON}/s);/*{BAIT}*/</style>
            <script>'{BAIT}'</script></head><body onload="fetch('{BEACON}')"><p>{SAID}</p>
            <iframe srcdoc="{BAIT}"></iframe><svg onload=x><text>{BAIT}</text></svg><object>{BAIT}</object>
            <video src="{BEACON}">{BAIT}</video><form action="{BEACON}"><textarea>{BAIT}</textarea></form></html>""",
        ),
        taken("file.html", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>{SAID} &x;</p>'),
        taken("include.htm", f'<p>{SAID}</p><xi:include href="file:///etc/hostname" parse="text"/>'),
        taken("mutated.html", f'<p>{SAID}</p><noscript><p title="</noscript><img src=x>{BAIT}"></noscript>'),
        taken("charset.html", f"<meta charset=utf-8><p>{SAID} na\u00efve</p>".encode("latin-1")),
        taken("odd-charset.html", f"<meta charset=unicode_escape><p>{SAID} \\x41</p>"),
        taken("seven.html", f"<meta charset=utf-7><p>{SAID} +ADw-script+AD4-</p>"),
        taken("wide.html", f"<p>{SAID}</p>".encode("utf-16")),
        refused("nul.html", f"<p>{SAID}\0</p>"),
        refused("plain.html", SAID),
        refused("program.html", b"\x7fELF" + bytes(999)),
        refused("scripted.html", f"<body><script>document.write('{SAID}')</script></body>"),
    ]


def _hiding() -> list[Case]:
    ways = [
        "display:none", "visibility:hidden", "opacity:0", "font-size:0", "position:absolute;left:-9999px", "color:#fff",
        "text-indent:-9999px", "clip-path:inset(100%)", "transform:scale(0)", "height:0;overflow:hidden",
        "background:#111;color:#121212", "color:transparent", "disp\\6c ay:none", "color:rgb(255 255 255 / 100%)",
        "all:unset;display:none!important;display:block", "margin-left:-4000px", "filter:opacity(0)",
    ]  # fmt: skip
    inline = "".join(f'<p style="{way}">{BAIT}</p>' for way in ways)
    classes = "".join(f'<p class="w{n}">{BAIT}</p>' for n in range(len(ways)))
    sheet = "".join(f".w{n}{{{way}}}" for n, way in enumerate(ways))
    marked = f"<p hidden>{BAIT}</p><p aria-hidden=true>{BAIT}</p><template>{BAIT}</template><noscript>{BAIT}</noscript>"
    more = f"<!-- {BAIT} --><img alt='{BAIT}'><del>{BAIT}</del><input value='{BAIT}'><select><option>{BAIT}</select>"
    return [
        taken("hidden.html", f"<p>{SAID}</p>{inline}"),
        taken("sheet.html", f"<style>{sheet}</style><p>{SAID}</p>{classes}"),
        taken("media.html", f"<style>@media (min-width:1px){{{sheet}}}</style><p>{SAID}</p>{classes}"),
        taken("marked.html", f"<p>{SAID}</p>{marked}{more}"),
        taken(
            "variables.html",
            f"<style>:root{{--d:none}} .v{{display:var(--d)}}</style><p>{SAID}</p><p class=v>{BAIT}</p>",
        ),
        refused("all-hidden.html", f"<body style='display:none'><p>{SAID}</p></body>"),
    ]


def _exhausting() -> list[Case]:
    marks = b"<p>x" * 20_000
    return [
        either("deep.html", lambda: b"<div>" * 90_000 + SAID.encode() + b"</div>" * 90_000),
        either("deep-styled.html", lambda: b"<p style='font-size:2em'>" * 30_000 + SAID.encode()),
        either("attributes.html", lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(90_000)) + b">x</p>"),
        either("entities.html", lambda: b"<p>" + b"&amp;" * 1_900_000),
        either("open.html", f"<p>{SAID}<b><i><table><tr><td>cell<p>more<!-- open " + "x" * 5000),
        either("cells.html", lambda: b"<table>" + b"<tr><td>a<td>b" * 300_000 + b"</table>"),
        either("tables.html", lambda: b"<table><tr><td>" * 30_000 + b"x"),
        either("lists.html", lambda: b"<ul><li>" * 30_000 + b"x"),
        either("rules.html", lambda: b"<style>" + b"p:nth-child(2n) ~ p{color:red}" * 20_000 + b"</style>" + marks),
        either("selector.html", lambda: b"<style>" + b"p " * 20_000 + b"{color:red}</style><p>x"),
        either("nested-rules.html", lambda: b"<style>" + b"@media all{" * 50_000 + b"</style><p>x"),
        either("blocks.html", lambda: b"<style>" + b"{[(" * 300_000 + b"</style><p>x"),
        either("variables-grow.html", "<style>:root{" + "".join(f"--a{n}:{f'var(--a{n + 1})' * 99};" for n in range(99))
               + "} p{color:var(--a0)}</style><p>x</p>"),
        either("style.html", lambda: b"<p style='" + b"color:red;" * 500_000 + b"'>x</p>"),
        either("links.html", lambda: b"<ul>" + b"<li><a href=/>x</a>" * 300_000),
        either("nested-links.html", lambda: b"<div><a href=/>x</a>" * 20_000),
        either("text.html", lambda: b"<p>" + b"x " * 4_900_000),
        either("breaks.html", lambda: b"<br>" * 2_000_000),
        either("bracket.html", lambda: b"<" * 9_000_000),
        either("comments.html", lambda: b"<!--" * 2_000_000),
        either("classes.html", lambda: b"<style>.a{color:red}</style>" + b"<p class='" + b"a " * 4_000_000 + b"'>x"),
    ]  # fmt: skip
