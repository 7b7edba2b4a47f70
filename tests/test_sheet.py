"""The visit sheet: exact words alone in quotation marks, one page, nothing that a document could do to it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings

from app_pages import sheet_html, sheet_pdf
from chatbot import sheet_wording, wording
from chatbot.advice import Advice, Mention
from chatbot.converse import Chatbot
from chatbot.sheet import sheet
from chatbot.thread import Turn, with_answer
from chatbot.types import Answer, Level, Outcome, Quote, Statement
from ingest.types import Passage, PassageKind, Span
from tests.conftest import document_of, hostile_texts
from tests.reading import read

DATE = "2 January 2026"
ASKED = (
    "What are the side effects of microneedling?",
    "Is it safe to do it at home?",
    "Who should not have it?",
    "What does it cost in Lisbon?",
    "How should I care for my skin afterwards?",
    "I take warfarin and I get keloids, is it painful?",
    "My cheek is oozing pus since the treatment",
)


def turn_of(*texts: str, question: str = "q?", side: str = "", outcome: Outcome = Outcome.ANSWERED) -> Turn:
    """Make a turn that quotes whole texts, each a document of its own, one statement each."""
    documents = {f"{number}.txt": document_of(text, f"{number}.txt") for number, text in enumerate(texts)}
    quotes = [
        Quote.whole(Passage(name, 0, len(held.text), held.text, PassageKind.SENTENCE, Span(0, len(held.text))))
        for name, held in documents.items()
    ]
    statements = tuple(Statement((quote,), side=side) for quote in quotes)
    near = () if outcome is Outcome.ANSWERED else tuple(quotes)
    shown = statements if outcome is Outcome.ANSWERED else ()
    answer = Answer(question, question, outcome, reply="Our words.", statements=shown, near=near)
    return with_answer(Turn(question), answer, documents, "a")


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\ufffe", "-"))


def test_each_kind_of_answer_stands_in_its_part() -> None:
    says, torn = turn_of("It hurts a little."), turn_of("It helps.", question="good?", side=wording.SIDE_FOR)
    silent = turn_of("Nearby.", question="cost?", outcome=Outcome.ABSTAINED)
    alarm = Answer("pus!", "pus!", Outcome.REFERRED, Level.URGENT, "See a doctor today. Do not wait.")
    made = sheet([says, torn, silent, Turn("pus!", alarm), Turn("open")])
    assert [asked.question for asked in made.says] == ["q?"]
    assert [asked.question for asked in made.differ] == ["good?"]
    assert made.silent == ("cost?",)
    assert made.tell == (
        sheet_wording.ASK_DIFFER.format(question="good?"),
        sheet_wording.ASK_SILENT.format(question="cost?"),
        sheet_wording.TELL_ALARM.format(message="pus!", advice="See a doctor today."),
    )
    assert [asked.entries[0].quotes for asked in (*made.says, *made.differ)] == [
        ("It hurts a little.",),
        ("It helps.",),
    ]


def test_a_question_asked_twice_stands_there_once_as_answered_last() -> None:
    made = sheet([turn_of("Old words.", question="Q?"), turn_of("New words.", question="q?")])
    assert [[entry.quotes for entry in asked.entries] for asked in made.says] == [[("New words.",)]]


def test_each_situation_that_was_mentioned_is_to_be_told_once_with_its_questions() -> None:
    mentioned = [Mention("diabetes", ("Does it matter?", "What then?")), Mention("rosacea", ("Is it calm?",))]
    first = Answer("a", "a", Outcome.ABSTAINED, advice=Advice(mentions=(mentioned[0],)))
    second = Answer("b", "b", Outcome.ABSTAINED, advice=Advice(mentions=(*mentioned[1:], replace(mentioned[0]))))
    made = sheet([Turn("a", first), Turn("b", second)])
    assert made.tell == (
        sheet_wording.TELL_SITUATION.format(situation="diabetes", questions="Does it matter? What then?"),
        sheet_wording.TELL_SITUATION.format(situation="rosacea", questions="Is it calm?"),
    )


def test_what_is_left_out_is_counted() -> None:
    made = sheet([turn_of("One.", "Two.", "Three.")], entries=2)
    assert (len(made.says[0].entries), made.says[0].more) == (2, 1)
    assert [made.sources[entry.source - 1].split(" · ")[0] for entry in made.says[0].entries] == ["0.txt", "1.txt"]


@given(hostile_texts, hostile_texts.filter(len))
def test_the_web_page_escapes_everything_and_fetches_nothing(question: str, text: str) -> None:
    page = sheet_html.page(sheet([turn_of(text, question=question)]), DATE)
    names = {name for name, _ in read(page).elements}
    assert names <= set("html head meta title style body main h1 h2 h3 p ul ol li span wbr".split())
    assert "url(" not in page.split("</style>")[0]
    assert not any({"src", "href", "onload"} & attributes.keys() for _, attributes in read(page).elements)


@settings(max_examples=20)
@given(hostile_texts, hostile_texts.filter(len))
def test_any_text_makes_a_pdf(question: str, text: str) -> None:
    made, content = sheet_pdf.fitted([turn_of(text, question=question)], DATE, "A4")
    assert content.startswith(b"%PDF")
    assert len(made.says) == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_conversation_of_seven_questions_fits_one_page_with_every_word_of_its_quotes(
    chatbot: Chatbot, paper: str
) -> None:
    documents = chatbot.library.documents()
    turns = [with_answer(Turn(asked), chatbot.ask(asked), documents, "a") for asked in ASKED]
    made, content = sheet_pdf.fitted(turns, DATE, paper)
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        assert len(document) == 1
        wide, high = document[0].get_size()
    assert (round(wide), round(high)) == ((595, 842) if paper == "A4" else (612, 792))
    told = squeezed(text_of(content))
    quotes = [quote for asked in (*made.says, *made.differ) for entry in asked.entries for quote in entry.quotes]
    assert len(quotes) >= 4
    assert sum(line.startswith("Tell: ") for line in made.tell) == 3
    texts = [document.text for document in documents.values()]
    for quote in quotes:
        assert any(quote in text for text in texts)
        assert squeezed(quote) in told
    for line in (*made.silent, *made.tell, *made.sources, sheet_wording.TITLE):
        assert squeezed(line) in told


def test_the_same_conversation_makes_the_same_file() -> None:
    turns = [turn_of("It hurts – “a little” ≥ 1 mm, naïve ½.")]
    first, second = (sheet_pdf.fitted(turns, DATE, "A4")[1] for _ in range(2))
    assert first == second
    assert squeezed("It hurts – “a little” ≥ 1 mm, naïve ½.") in squeezed(text_of(first))


def test_an_empty_conversation_says_so() -> None:
    made, content = sheet_pdf.fitted([], DATE, "A4")
    assert sheet_wording.NOTHING in sheet_html.page(made, DATE)
    assert squeezed(sheet_wording.NOTHING) in squeezed(text_of(content))
