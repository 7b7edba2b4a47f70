"""What of a web page is furniture by its place: menus, notices, forms' controls; and what is no text at all."""

from __future__ import annotations

import re

from ingest.load_css import Element

# Programs, pictures, controls and fallbacks; `del` and `s` hold what the author took back.
NO_TEXT = frozenset(
    """script style template noscript head title meta link svg canvas iframe object embed applet video audio map picture
    select option optgroup datalist button textarea input noframes frameset rt rp del s strike progress meter""".split()
)
_FURNITURE = frozenset({"nav", "footer", "menu"})
_ROLES = frozenset("""navigation contentinfo search menu menubar toolbar tablist dialog alertdialog tooltip""".split())
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|gdpr|ccpa|consent|breadcrumbs?|skip-?(?:link|nav|to)\w*|share|social|sharing|pagination"
    r"|newsletter|nav(?:bar|igation)?|sitemap)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 1_500  # characters: a chapter about cookies is longer than a notice about them
_FEWEST_LINKS, _LINK_SHARE, _LINK_WORDS = 4, 0.8, 4


def is_furniture(element: Element) -> bool:
    """Tell whether an element is a part of the page's frame."""
    tag, role = element.tag, (element.get("role") or "").strip().lower()
    if tag in _FURNITURE or role in _ROLES:
        return True
    if tag == "aside" or role == "complementary":
        return not _inside_content(element)
    if tag in ("div", "section", "ul", "ol", "p", "form", "span"):
        return _is_notice(element) or _is_menu(element)
    return False


def _inside_content(element: Element) -> bool:
    return any(parent.tag in ("main", "article") or parent.get("role") == "main" for parent in element.iterancestors())


def _is_notice(element: Element) -> bool:
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_NAMES.search(names)) and len(_text(element, _LONGEST_NOTICE + 1)) <= _LONGEST_NOTICE


def _is_menu(element: Element) -> bool:
    """Tell whether a list is made of short links alone; one of works or of long titles is content."""
    if element.tag not in ("ul", "ol", "div"):
        return False
    links = element.findall(".//a")
    if not _FEWEST_LINKS <= len(links) <= 200 or element.find(".//p") is not None:
        return False
    linked = [" ".join(_text(link, 500).split()) for link in links]
    whole = len(" ".join(_text(element, 20_000).split()))
    return whole > 0 and sum(map(len, linked)) > _LINK_SHARE * whole and _mean_words(linked) <= _LINK_WORDS


def _mean_words(texts: list[str]) -> float:
    return sum(len(text.split()) for text in texts) / len(texts)


def _text(element: Element, most: int) -> str:
    """Give an element's text, no more than is needed to judge it."""
    found, length = [], 0
    for part in element.itertext():
        found.append(part)
        length += len(part)
        if length >= most:
            break
    return "".join(found)[:most]
