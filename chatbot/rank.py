"""Rankings of hits -> nDCG, recall and MRR, by ir_measures: documents of outside sets, passages of our own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.fit import touches
from ingest.types import Passage

Question = Mapping[str, Any]
Record = Mapping[str, Any]
Pair = tuple[Question, Record]


class Retrieval(NamedTuple):
    """Means over `n` questions, each 0..1, nan without questions."""

    n: int
    ndcg_10: float
    recall_10: float
    mrr: float


def judged(question: Question) -> bool:
    """Tell whether a question names a relevant document: the population of the retrieval figures.

    Claims without enough information (scifact) and unanswered follow-ups (canard) count: their document is known, and
    the baselines given with the sets fit this population, not the answerable questions alone (made again with
    all-MiniLM-L6-v2: canard .302 where .301 is given, against .326). A page that is not in the corpus is not named.
    """
    return any(grade > 0 for grade in question.get("relevant", {}).values())


def documents(pairs: Iterable[Pair]) -> Retrieval:
    """Score the ranking of documents, each by its first hit, over the `judged` questions."""
    counted = [(question, record) for question, record in pairs if judged(question)]
    return _scored(
        [question["relevant"] for question, _ in counted],
        [list(dict.fromkeys(hit["doc"] for hit in record["hits"])) for _, record in counted],
    )


def passages(pairs: Iterable[Pair], known: Mapping[str, Sequence[Passage]]) -> Retrieval:
    """Score the ranking of passages over the questions with evidence; relevant are all that share half with some.

    `known` has all passages by document. What is merely related is not relevant.
    """
    counted = [(question, record) for question, record in pairs if question["evidence"]]
    relevant = [
        {
            passage.id: 1
            for name in sorted({entry["doc"] for entry in question["evidence"]})
            for passage in known[name]
            if touches(passage, question["evidence"])
        }
        for question, _ in counted
    ]
    named = [[f"{hit['doc']}:{hit['start']}:{hit['end']}" for hit in record["hits"]] for _, record in counted]
    return _scored(relevant, named)


def _scored(relevant: Sequence[Mapping[str, int]], found: Sequence[Sequence[str]]) -> Retrieval:
    """Score rankings, best first; a question without hits scores 0.

    ModuleNotFoundError on Linux for ARM: ir_measures needs trec_eval, of which no built package exists there.
    """
    import ir_measures  # Here, so that the other figures can be had without it.

    if not relevant:
        return Retrieval(0, math.nan, math.nan, math.nan)
    # The position names the question, so that two questions with one id stay two.
    judgements = [
        ir_measures.Qrel(str(at), name, grade) for at, names in enumerate(relevant) for name, grade in names.items()
    ]
    # Ranks, not scores: trec_eval would order equal scores by the names.
    run = [
        ir_measures.ScoredDoc(str(at), name, -float(rank))
        for at, names in enumerate(found)
        for rank, name in enumerate(names)
    ]
    wanted = (ir_measures.nDCG @ 10, ir_measures.R @ 10, ir_measures.RR)
    means = ir_measures.calc_aggregate(wanted, judgements, run)
    return Retrieval(len(relevant), *(float(means[measure]) for measure in wanted))
