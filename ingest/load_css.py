"""A page's style sheets and attributes -> the declarations that hold for each element, as far as they can hide text.

Only what the page itself carries: nothing is fetched. Of two declarations the more important, the more specific, the
later one wins (CSS Cascading Level 4, section 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import cssselect
import tinycss2
from tinycss2.ast import AtRule, Declaration, QualifiedRule

Element = Any  # lxml publishes no types
Tokens = Any  # nor does tinycss2
Own = Mapping[str, str]
"""An element's own declarations, names and values in lower case."""

_Ranked = tuple[bool, tuple[int, int, int], int]
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_NAMED = re.compile(r"[.#]([\w-]+)")
_OTHER_SCREENS = re.compile(r"\bprint\b|\bspeech\b|\bdark\b|\bportrait\b|forced-colors:\s*active")
_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)\s*(px|r?em)\s*\)")
_SCREEN_WIDTH = 1280  # pixels
_DEEPEST_NESTING = 5


def declarations(root: Element) -> Mapping[Element, Own]:
    """Give every styled element its declarations, those of its style attribute among them."""
    ranked: dict[Element, dict[str, tuple[_Ranked, str]]] = {}
    selectors = cssselect.HTMLTranslator()
    names = _names(root)
    variables: dict[str, str] = {}
    for order, rule in enumerate(_rules(root)):
        found = _declared(rule.content)
        variables |= {name: value for name, (_, value) in found.items() if name.startswith("--")}
        for specificity, element in _matches(root, tinycss2.serialize(rule.prelude), (selectors, names)):
            _add(ranked.setdefault(element, {}), found, (specificity, order))
    for element in root.iter():
        if style := element.get("style"):
            _add(ranked.setdefault(element, {}), _inline(style), ((2**30, 0, 0), 0))
    return {
        element: {name: _resolved(value, {**variables, **_plain(own)}) for name, (_, value) in own.items()}
        for element, own in ranked.items()
    }


def _plain(own: Mapping[str, tuple[_Ranked, str]]) -> dict[str, str]:
    return {name: value for name, (_, value) in own.items() if name.startswith("--")}


def _add(
    own: dict[str, tuple[_Ranked, str]],
    found: Mapping[str, tuple[bool, str]],
    place: tuple[tuple[int, int, int], int],
) -> None:
    for name, (is_important, value) in found.items():
        rank = (is_important, *place)
        if name not in own or own[name][0] <= rank:
            own[name] = (rank, value)


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    """Put in what variables stand for; what is nested deeper than any page needs stays unknown."""
    for _ in range(_DEEPEST_NESTING):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], match[2] or "").strip(), value)[:1000]
    return value


def _rules(root: Element) -> Iterator[QualifiedRule]:
    for sheet in root.iter("style"):
        media = sheet.get("media") or ""
        if _applies(media):
            yield from _flat(tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True))


def _flat(nodes: Iterable[Any], depth: int = 0) -> Iterator[QualifiedRule]:
    """Yield the rules of a sheet, those inside conditions that hold on a wide bright screen too."""
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield node
        elif isinstance(node, AtRule) and node.content is not None and depth < _DEEPEST_NESTING:
            is_met = node.lower_at_keyword != "media" or _applies(tinycss2.serialize(node.prelude))
            if is_met and node.lower_at_keyword in ("media", "supports", "layer", "container"):
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _flat(inner, depth + 1)


def _applies(media: str) -> bool:
    """Tell whether one of the media queries holds on a wide bright screen; what is not known is taken to hold."""
    return any(_holds(query.strip().lower()) for query in media.split(","))


def _holds(query: str) -> bool:
    if query.startswith("not "):
        return not _holds(query.removeprefix("not "))
    widths = [(kind, float(size) * (1 if unit == "px" else 16)) for kind, size, unit in _WIDTH.findall(query)]
    fits = all(size <= _SCREEN_WIDTH if kind == "min" else size >= _SCREEN_WIDTH for kind, size in widths)
    return fits and not _OTHER_SCREENS.search(query)


@lru_cache(maxsize=5000)
def _inline(style: str) -> Mapping[str, tuple[bool, str]]:
    return _declared(style)


def _declared(content: Tokens) -> Mapping[str, tuple[bool, str]]:
    """Read declarations: whether each is important, and its value."""
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    found: dict[str, tuple[bool, str]] = {}
    for node in nodes:
        if isinstance(node, Declaration):
            name = node.lower_name
            if name not in found or node.important or not found[name][0]:
                found[name] = (node.important, tinycss2.serialize(node.value).strip().lower())
    return found


def _names(root: Element) -> frozenset[str]:
    """Collect the classes and ids in use, so that a framework's thousand unused rules cost nothing."""
    classes = (name for element in root.iter() for name in (element.get("class") or "").split())
    return frozenset([*classes, *(name for element in root.iter() if (name := element.get("id")))])


def _matches(
    root: Element, prelude: str, known: tuple[cssselect.HTMLTranslator, frozenset[str]]
) -> Iterator[tuple[tuple[int, int, int], Element]]:
    translator, names = known
    for text in prelude.split(",") if ":" not in prelude else [prelude]:
        if ":not" not in text and not names.issuperset(_NAMED.findall(text)):
            continue
        try:
            for selector in cssselect.parse(text):
                path = translator.selector_to_xpath(selector) if not selector.pseudo_element else ""
                for element in root.xpath(path) if path else ():
                    yield selector.specificity(), element
        except (cssselect.SelectorError, ValueError):
            continue  # a selector nobody can read styles nothing
