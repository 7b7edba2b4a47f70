"""Question sets -> scores: pure functions over records and evidence spans.

The rules: a must-group is covered when 60 % of one member's characters are shown; a quote is right when half of it lies
in text that may be shown and it touches evidence; text merely related is neutral. Abstention is scored as the mean of
two rates, because never abstaining already looks good on plain accuracy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.facts import agreement, recall

Scores = Mapping[str, Sequence[float]]
_COVERED, _TOUCHED = 0.6, 0.5
# So many facts make a question one for a list.
_LIST = 4


class Place(NamedTuple):
    """A range of code points in a document."""

    doc: str
    start: int
    end: int

    def shared(self, other: Place) -> int:
        """Count the code points two places share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.doc == other.doc else 0

    def touches(self, other: Place) -> bool:
        """Tell whether the places share at least half of the shorter one."""
        return self.shared(other) >= _TOUCHED * min(self.end - self.start, other.end - other.start)


Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def evaluate(pairs: Iterable[Pair], texts: Mapping[str, str], spans: Mapping[str, Any]) -> Scores:
    """Score (question, record) pairs; every value is one case, so that k of n can be printed beside each mean."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    furniture = _places(entry for entry in spans["never_evidence"] if entry["kind"] == "boilerplate")
    headings = _places(entry for entry in spans["never_evidence"] if entry["kind"] == "heading")
    neutral = [*headings, *_places(spans["neutral_referral_quotes"]), *_places(spans["neutral_list_intros"])]
    for question, record in pairs:
        shown = _places(record["quotes"])
        for quote, place in zip(record["quotes"], shown, strict=True):
            scores["verbatim_strict"].append(float(texts[place.doc][place.start : place.end] == quote["quote"]))
            scores["quoted_in_answer"].append(float(quote["quote"] in record["answer"]))
            scores["boilerplate"].append(
                float(any(place.shared(page) > _TOUCHED * (page.end - page.start) for page in furniture))
            )
        if question["answerable"]:
            _score_evidence(question, shown, neutral, scores)
            _score_facts(question, record, scores)
        if question["expect"] == "answer":
            scores["answered"].append(float(not record["abstained"]))
        elif question["expect"] in ("abstain", "off_topic"):
            scores["abstained"].append(float(record["abstained"]))
    if scores["answered"] and scores["abstained"]:
        scores["abstention_balanced"] = [_mean(scores["answered"]), _mean(scores["abstained"])]
    return {name: values for name, values in sorted(scores.items()) if values}


def _score_evidence(
    question: Mapping[str, Any], shown: Sequence[Place], neutral: Sequence[Place], scores: defaultdict[str, list[float]]
) -> None:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for entry in question["evidence"]:
        if entry["must"]:
            groups[entry["group"]].append(_is_covered(_place(entry), shown))
    if groups:
        scores["must_recall"].append(_mean([float(any(members)) for members in groups.values()]))
    evidence, related = _places(question["evidence"]), _places(question.get("related", ()))
    fine = {(p.doc, i) for p in (*evidence, *related, *neutral) for i in range(p.start, p.end)}
    verdicts = [_verdict(place, evidence, [*related, *neutral], fine) for place in shown]
    if judged := [float(verdict) for verdict in verdicts if verdict is not None]:
        scores["quote_precision"].append(_mean(judged))
    characters = {(p.doc, i) for p in shown for i in range(p.start, p.end)}
    if characters:
        scores["char_precision"].append(len(characters & fine) / len(characters))


def _score_facts(question: Mapping[str, Any], record: Mapping[str, Any], scores: defaultdict[str, list[float]]) -> None:
    shown = [(quote["doc"], quote["quote"]) for quote in record["quotes"]]
    known, tags = question.get("facts", []), question.get("tags", [])
    found = recall(known, shown)
    needed = sum(not fact.get("optional") for fact in known)
    if found is not None and (needed >= _LIST or "list" in tags):
        scores["fact_recall_list"].append(found)
    if "agreement" in tags:
        scores["agreement_count"] += [float(right) for right in agreement(known, shown)]


def _verdict(
    place: Place, evidence: Sequence[Place], neutral: Sequence[Place], fine: set[tuple[str, int]]
) -> bool | None:
    """Judge one quote: right, wrong, or None for neutral."""
    inside = sum((place.doc, i) in fine for i in range(place.start, place.end)) >= _TOUCHED * (place.end - place.start)
    if inside and any(place.touches(other) for other in evidence):
        return True
    return None if inside and any(place.touches(other) for other in neutral) else False


def _is_covered(wanted: Place, shown: Sequence[Place]) -> bool:
    seen = {
        i
        for place in shown
        if place.doc == wanted.doc
        for i in range(max(place.start, wanted.start), min(place.end, wanted.end))
    }
    return len(seen) >= _COVERED * (wanted.end - wanted.start)


def _place(entry: Mapping[str, Any]) -> Place:
    return Place(entry["doc"], entry["start"], entry["end"])


def _places(entries: Iterable[Mapping[str, Any]]) -> list[Place]:
    return [_place(entry) for entry in entries]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
