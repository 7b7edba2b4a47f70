"""Hostile PDFs, most of them written object by object, because no library would write them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.case import BAIT, BEACON, SAID, Case, either, refused, taken

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>%s>>"
_TREE = b"<</Type/Pages/Kids[5 0 R]/Count 1>>"


def show(text: str, before: str = "") -> bytes:
    """Draw a text at the same place, after some operators."""
    return f"q {before} BT /F 12 Tf 72 600 Td ({text}) Tj ET Q ".encode("latin-1")


def said(*more: bytes) -> bytes:
    """Draw what is said, and more."""
    return f"BT /F 12 Tf 72 700 Td ({SAID}) Tj ET ".encode() + b"".join(more)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Write a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def of_objects(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Write numbered objects with their table."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(written)


def one_page(content: bytes, page: bytes = b"", root: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """Write a PDF of one page; `more` are objects from number 6."""
    return of_objects([b"<</Type/Catalog/Pages 2 0 R%s>>" % root, _TREE, _FONT, content, _PAGE % page, *more])


def portable() -> list[Case]:
    """PDFs: broken, locked, without text, hiding, acting, made to exhaust a parser."""
    return [*_broken(), *_hiding(), *_exhausting()]


def _broken() -> list[Case]:
    good = one_page(stream(said()))
    return [
        taken("good.pdf", good),
        refused("half.pdf", good[: len(good) // 2]),
        refused("head.pdf", b"%PDF-1.4\n"),
        refused("noise.pdf", b"%PDF-1.4\n" + bytes((n * 89 + 3) % 256 for n in range(99_999))),
        refused("picture.pdf", b"\xff\xd8\xff\xe0" + bytes(999)),
        refused("page.pdf", b"<html><p>" + SAID.encode()),
        refused("locked.pdf", _locked("secret")),
        either("unlocked.pdf", _locked("")),
        refused("drawn.pdf", one_page(stream(b"0 0 99 99 re f"))),
        refused("no-pages.pdf", of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])),
        taken("scripted.pdf", one_page(stream(said()), root=b"/OpenAction<</S/URI/URI(%s)>>" % BEACON.encode())),
        taken("launching.pdf", one_page(stream(said()), b"/AA<</O<</S/Launch/F(calc.exe)>>>>")),
    ]


def _locked(password: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128), invariant=1)
    canvas.drawString(72, 700, SAID)
    canvas.save()
    return written.getvalue()


def _hiding() -> list[Case]:
    layer = b"<</Type/OCG/Name(L)>>"
    layers = b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[]>>>>"
    in_layer = b"/OC /L BDC " + show(BAIT) + b"EMC "
    form = stream(show(BAIT, "3 Tr"), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>")
    ways = {
        "no-ink": show(BAIT, "3 Tr"),
        "white": show(BAIT, "1 g"),
        "grey-white": show(BAIT, ".99 .99 .99 rg"),
        "ink-free-cmyk": show(BAIT, "0 0 0 0 k"),
        "tiny": show(BAIT, ".05 0 0 .05 70 500 cm"),
        "away": show(BAIT, "1 0 0 1 900 0 cm"),
        "clipped": show(BAIT, "0 0 1 1 re W n"),
        "same-box": show(BAIT, "0 0 1 rg 60 590 400 40 re f"),
        "covered": show(BAIT) + b"1 g 60 590 400 40 re f ",
    }
    cases = [taken(f"{name}.pdf", one_page(stream(said(way)))) for name, way in ways.items()]
    resources = (
        _PAGE.replace(b"/Font<</F 3 0 R>>", b"/Font<</F 3 0 R>>/Properties<</L 6 0 R>>/XObject<</X 6 0 R>>") % b""
    )
    start = [b"<</Type/Catalog/Pages 2 0 R%s>>" % layers, _TREE, _FONT]
    return [
        *cases,
        taken("layer.pdf", of_objects([*start, stream(said(in_layer)), resources, layer])),
        taken(
            "form.pdf",
            of_objects([start[0].replace(layers, b""), *start[1:], stream(said(b"/X Do ")), resources, form]),
        ),
        refused("all-hidden.pdf", one_page(stream(show(SAID, "3 Tr")))),
    ]


def _exhausting() -> list[Case]:
    cycle = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9/Parent 2 0 R>>"]
    many = b"<</Type/Pages/Kids[%s]/Count 30000>>" % (b"5 0 R " * 30_000)
    again = stream(said(b"/X Do ") * 3, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    picture = stream(
        zlib.compress(bytes(9_000_000), 9),
        b"/Type/XObject/Subtype/Image/Width 99999/Height 99999/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode",
    )
    images = b"/Resources<</XObject<</I 6 0 R>>>>"
    return [
        either("swollen.pdf", lambda: one_page(_deflated(b" " * 400_000_000))),
        either("swollen-thrice.pdf", lambda: one_page(_deflated(b" " * 60_000_000, 3))),
        either("swollen-text.pdf", lambda: one_page(_deflated(show("x " * 200) * 40_000))),
        refused("many-pages.pdf", of_objects([cycle[0], many, _FONT, stream(said()), _PAGE % b""])),
        either("circle.pdf", of_objects(cycle)),
        either("back.pdf", one_page(stream(said())).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9")),
        either("arrays.pdf", one_page(stream(said()), b"/X" + b"[" * 90_000 + b"]" * 90_000)),
        either("states.pdf", one_page(stream(b"q " * 900_000 + said()))),
        either("form-in-itself.pdf", lambda: one_page(stream(b"/X Do "), images, more=[again])),
        either("vast-page.pdf", one_page(stream(said()), b"/MediaBox[0 0 9e9 9e9]")),
        either("vast-layer.pdf", one_page(stream(b"/OC /L BDC " + said() + b"EMC"), b"/MediaBox[0 0 200000 200000]")),
        either("vast-picture.pdf", one_page(stream(said(b"/I Do ")), images, more=[picture])),
        either("glyphs.pdf", lambda: one_page(_deflated(b"BT /F 1 Tf " + b"(x) Tj 1 0 Td " * 400_000 + b"ET"))),
        either("boxes.pdf", lambda: one_page(_deflated(b"0 0 9 9 re f " * 300_000 + said()))),
        either("boxes-texts.pdf", lambda: one_page(_deflated((b"60 590 400 40 re f " + show("x", "1 g")) * 20_000))),
    ]  # fmt: skip


def _deflated(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode" * times))
