"""A transformers model of two random layers, made here: it speaks gibberish, and the answer in quotes arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from chatbot import written_wording as words
from chatbot.chat_model import ChatModel
from chatbot.cite import render
from chatbot.compose import ask_written
from chatbot.connect import asking
from chatbot.converse import Chatbot
from chatbot.generate import Writer

TEXT = "Wear sunscreen every day after the treatment.\n\nSwelling usually goes down within two days.\n"
QUESTION = "When does swelling go down?"
NEW_TOKENS, UNKNOWN = 30, "<unk>"


class LocalModel(BaseChatModel):
    """A transformers model as LangChain's chat models are, a token at a time; keeps what it was told and said."""

    model: Any
    tokenizer: Any
    told: list[str] = Field(default_factory=list)
    said: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "local"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        import torch

        self.told.append("\n".join(str(message.text) for message in messages))
        tokens = self.tokenizer(self.told[-1], return_tensors="pt")["input_ids"][:, -100:]
        torch.manual_seed(len(self.said))
        for _ in range(NEW_TOKENS):
            chances = torch.softmax(self.model(tokens).logits[:, -1], dim=-1)
            tokens = torch.cat([tokens, torch.multinomial(chances, 1)], dim=1)
            self.said.append(f"{self.tokenizer.decode(tokens[0, -1])} ")
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.said[-1]))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        text = "".join(str(chunk.text) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


@pytest.fixture(scope="module")
def local() -> LocalModel:
    """Make a tokenizer of a few words and a model of two layers, both at random and without a network."""
    import transformers

    made: Any = transformers
    tokenizer = Tokenizer(models.WordLevel(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    brackets = '{ } [ ] : , " statement quotes passage quote 1 2'
    tokenizer.train_from_iterator([TEXT, QUESTION, brackets], trainers.WordLevelTrainer(special_tokens=[UNKNOWN]))
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = made.LlamaConfig(vocab_size=tokenizer.get_vocab_size(), num_key_value_heads=2, **sizes)
    model = made.LlamaForCausalLM(config)
    fast = made.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token=UNKNOWN)
    return LocalModel(model=model.eval(), tokenizer=fast)


@pytest.mark.slow
def test_what_a_random_model_says_leaves_the_quotes_with_one_line_about_why(
    small_chatbot: Callable[..., Chatbot], local: LocalModel
) -> None:
    chatbot = small_chatbot(aftercare=TEXT)
    writer = Writer(ChatModel("local", "random"), asking(local))
    plain, wrote = chatbot.ask(QUESTION), ask_written(chatbot, writer, QUESTION)
    assert "Swelling usually goes down" in local.told[-1]
    assert len("".join(local.said).split()) >= NEW_TOKENS // 2
    assert wrote.written is not None
    assert wrote.written.instead == words.instead(words.NOT_IN_FORM)
    assert wrote.statements == plain.statements
    assert wrote.reply == f"{wrote.written.instead}\n\n{plain.reply}"
    assert render(wrote, chatbot.library.documents()).count(words.NOT_IN_FORM) == 1


def test_a_model_in_this_program_is_said_to_be_on_this_computer() -> None:
    model = ChatModel("local", "random")
    assert model.is_here
    assert "on this computer" in model.leaves
