"""Our words about conversations: what is kept, taken along, copied and objected to."""

from __future__ import annotations

# What is kept of conversations.
PRIVATE = "Private"
PRIVATE_HELP = "In private nothing is written down. Switching to it deletes what was kept of this conversation."
KEPT = "Kept on this computer only, in the folder {folder}, until {days} days after its last use."
KEPT_BY_ADDRESS = "Kept on this server for {days} days after its last use. Whoever has its address can read it."
NOT_KEPT = "Private: nothing of this conversation is written down. It is gone when you close or reload the page."
NEVER_KEPT = "Nothing of this conversation is written down. It is gone when you close or reload the page."
NO_SUCH_THREAD = "There is no conversation at this address. It was deleted, its time was over, or the address is wrong."
OLDER_LIBRARY = "This answer comes from an older version of the library."
ASK_AGAIN = "Ask again"
SAVED_TITLE = "Saved"
SAVED_PURPOSE = "Conversations kept on this computer only, in the folder {folder}. Nothing of them is sent anywhere."
SAVED_NONE = "No conversation is kept. What you ask from now on is, unless you switch to private."
SAVED_NOT_FOUND = "No conversation has all of these words in its title or in what you typed."
SAVED_NOT_HERE = "Only the computer that runs Needlepoint shows the list of what is kept."
SAVED_SEARCH = "Search titles and your questions"
SAVED_LINE = "{used} · {turns}"
RENAME, RENAME_TO, DELETE, DELETE_SURELY = "Rename", "New title", "Delete", "Delete it for good"
MORE_CONVERSATIONS = "Showing {shown} of {total} conversations. A search finds the others."
DELETE_ALL, DELETE_ALL_SURELY = "Delete all conversations", "Delete all {count} for good"

# What is taken along, copied and objected to.
VERIFIED = "{good} of {total} quotes are where they were."
CASES = "{count} cases stand in {path}. Read each, set its `expect` and `evidence`, then put it into a question set."
TAKE = "Save or print"
TAKE_NOTE = "The sheet is for your appointment. The transcript can be checked: python -m chatbot verify transcript.json"
TAKE_SHEET_A4, TAKE_SHEET_LETTER = "Visit sheet (PDF, A4)", "Visit sheet (PDF, Letter)"
TAKE_SHEET_HTML = "Visit sheet to print (web page)"
TAKE_MARKDOWN, TAKE_TRANSCRIPT = "Conversation (Markdown)", "Transcript (JSON)"
COPY_OR_REPORT = "Copy or report"
WHOLE_ANSWER, QUOTE_NUMBER = "The whole answer", "Quote {number}"
DOES_NOT_ANSWER, MISREAD = "Does not answer", "Misread"
OBJECT_TO_ANSWER, OBJECT_TO_QUOTE = "What is wrong with the answer", "What is wrong with quote {number}"
FEEDBACK_KEPT = "What you mark as wrong is kept with this conversation, on this computer only."
FEEDBACK_NOT_KEPT = "This conversation is private, so nothing can be marked as wrong: it would have to be written down."
EXPORTED = "Exported from Needlepoint at {time}. Every quote is word for word from its source."
CHARACTERS = "{name}, characters {start} to {end}"
WANTS_TRANSCRIPT = "Export the conversation as a transcript (JSON) on the page, and give that file."


def messages(count: int) -> str:
    """Say how many messages were typed."""
    return f"{count} {'message' if count == 1 else 'messages'}"
