"""Hostile Word files, written part by part."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.hostile.case import BAIT, BEACON, SAID, Case, either, refused, taken, zipped

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_BODY, _TYPES, _LINKS = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KNOWN = (
    f'{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def links(*targets: tuple[str, str]) -> bytes:
    """Write relations, each of a kind to a target."""
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/officeDocument/2006/relationships/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for n, (kind, target) in enumerate(targets)
    )
    return f'{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{inner}</Relationships>'.encode()


def paragraph(text: str, look: str = "") -> str:
    """Write a paragraph of one run."""
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def body(inner: str, before: str = "") -> bytes:
    """Write a document's main part."""
    return f"{_HEAD}{before}<w:document {_MAIN}><w:body>{inner}</w:body></w:document>".encode()


def word(main: bytes | None, more: Mapping[str, bytes] | None = None) -> bytes:
    """Write a Word file."""
    parts = {_TYPES: _KNOWN.encode(), _LINKS: links(("officeDocument", _BODY))}
    return zipped({**parts, **({_BODY: main} if main is not None else {}), **(more or {})})


def office() -> list[Case]:
    """Word files: that hide, that are broken, that declare entities, that unpack to more than they say."""
    return [*_taken(), *_broken(), *_declaring(), *_swelling()]


def _taken() -> list[Case]:
    looks = [
        "<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:color w:val="FEFEFE"/>', "<w:webHidden/>",
        '<w:color w:val="FF0000"/><w:highlight w:val="red"/>'.replace("FF0000", "808080"),
        '<w:color w:val="00FF00"/><w:shd w:val="clear" w:fill="00FF00"/>', '<w:color w:themeColor="background1"/>',
    ]  # fmt: skip
    old = f"<w:p><w:del><w:r><w:delText>{BAIT}</w:delText><w:t>{BAIT}</w:t></w:r></w:del></w:p>"
    field = f"<w:p><w:r><w:instrText>{BAIT}</w:instrText></w:r></w:p>"
    hidden = "".join(paragraph(BAIT, look) for look in looks)
    remote = links(("image", f"{BEACON}/i"), ("attachedTemplate", f"{BEACON}/t"), ("oleObject", f"{BEACON}/o"))
    return [
        taken("good.docx", word(body(paragraph(SAID)))),
        taken("hidden.docx", word(body(paragraph(SAID) + hidden + old + field))),
        taken("remote.docx", word(body(paragraph(SAID)), {"word/_rels/document.xml.rels": remote})),
        taken("comments.docx", word(body(paragraph(SAID)), {"word/comments.xml": body(paragraph(BAIT))})),
        either("macro.docx", word(body(paragraph(SAID)), {"word/vbaProject.bin": b"Sub AutoOpen()"})),
        either("slip.docx", word(body(paragraph(SAID)), {"../../OWNED.txt": b"x", "word/..\\..\\OWNED.txt": b"x"})),
        either("inner.docx", word(body(paragraph(SAID)), {"word/a.zip": zipped({"b.xml": bytes(20_000_000)})})),
    ]


def _broken() -> list[Case]:
    good = word(body(paragraph(SAID)))
    locked = bytearray(good)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(sign)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(sign, at + 4)
    return [
        refused("cut.docx", good[:-40]),
        refused("no-body.docx", word(None)),
        refused("empty.docx", word(body(""))),
        refused("torn.docx", word(body(paragraph(SAID))[:-30])),
        refused("text.docx", SAID * 20),
        refused("archive.docx", zipped({"a.txt": SAID.encode()})),
        refused("old.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000)),
        refused("locked.docx", bytes(locked)),
        refused("all-hidden.docx", word(body(paragraph(SAID, "<w:vanish/>")))),
    ]


def _declaring() -> list[Case]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    file = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{file}<w:document {_MAIN}/>'.encode("utf-16")
    return [
        refused("laughs.docx", word(body(paragraph("&l9;"), f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'))),
        refused("file.docx", word(body(paragraph(f"{SAID} &x;"), file))),
        refused("network.docx", word(body(paragraph(SAID), f'<!DOCTYPE d SYSTEM "{BEACON}/d">'))),
        refused("parameter.docx", word(body(paragraph(SAID), f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{BEACON}"> %p;]>'))),
        refused("wide.docx", word(wide)),
        refused("in-links.docx", word(body(paragraph(SAID)), {"word/_rels/document.xml.rels": b"<!DOCTYPE r []><r/>"})),
        refused("seven.docx", word(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-<d/>')),
    ]


def _swelling() -> list[Case]:
    return [
        refused("swollen.docx", lambda: word(body(paragraph("a" * 200_000_000)))),
        refused("ratio.docx", lambda: word(body(paragraph("a" * 20_000_000)))),
        refused("media.docx", lambda: word(body(paragraph(SAID)), {"word/media/a.png": bytes(90_000_000)})),
        refused("lying.docx", _lying),
        refused("parts.docx", lambda: word(body(paragraph(SAID)), {f"word/{n}.bin": b"" for n in range(9000)})),
        either("deep.docx", lambda: word(body("<w:p>" * 90_000 + "</w:p>" * 90_000))),
        either("runs.docx", lambda: word(body("".join(paragraph(f"word {n * 7919}") for n in range(60_000))))),
        either("cells.docx", lambda: word(body("<w:tbl><w:tr><w:tc>" * 60 + paragraph(SAID)))),
    ]


def _lying() -> bytes:
    """Say in the directory that the large part has 99 bytes."""
    content = bytearray(word(body(paragraph("a" * 90_000_000))))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", content, at + 28)[0]
        if bytes(content[at + 46 : at + 46 + length]) == _BODY.encode():
            struct.pack_into("<I", content, at + 24, 99)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)
