"""The words of the visit sheet that are not quotes."""

from __future__ import annotations

TITLE = "For my appointment"
ABOUT = (
    "Made {date} from a conversation with Needlepoint, a program that quotes documents word for word. It has not "
    "assessed anybody. This is not medical advice."
)
SAYS = "My questions, and what the sources say"
DIFFER = "Where the sources differ"
SILENT = "What I asked and the sources do not say"
TELL = "To tell and to ask"
SOURCES = "The sources quoted"
NOTHING = "No question of this conversation was answered from the sources."
MORE = "and {count} more in the conversation"
TELL_ALARM = "Tell: “{message}” (the program's general advice: {advice})"
TELL_SITUATION = "Tell: {situation} (I mentioned it). Ask: {questions}"
ASK_DIFFER = "Ask: the sources differ on “{question}”. What holds for me?"
ASK_SILENT = "Ask: “{question}”"
FILL_IN = ("Medicines and creams I use:", "Illnesses, allergies, earlier treatments:", "What else I want to ask:")
