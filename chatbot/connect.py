"""A language model -> the way to ask it, through LangChain, which is imported here and only when somebody asks.

Keys come from the environment, where the clients of the providers look for them; none is shown, kept or logged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chatbot import written_wording as words
from chatbot.chat_model import ChatModel, chat_model
from chatbot.stream import Ask
from ingest.errors import NeedlepointError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SETTINGS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "ollama": "OLLAMA_HOST"}
_MOST_TOKENS = 2_000


def open_model(spec: str, bases: Mapping[str, str], seconds: float) -> tuple[ChatModel, Ask]:
    """Open what CHAT_MODEL names; takes a second, and nothing is sent yet. `bases` are addresses by provider.

    Raises:
        NeedlepointError: when it is blank, names no model known here, or the model's package or key is missing.
    """
    model = chat_model(spec, bases)
    if model is None:
        raise NeedlepointError(words.NO_MODEL, words.NO_MODEL_REMEDY)
    return model, connect(model, seconds)


def connect(model: ChatModel, seconds: float) -> Ask:
    """Give a function that sends instructions and a message, and yields what the model sends back.

    Args:
        model: which.
        seconds: how long the server may be silent.

    Raises:
        NeedlepointError: when the provider's package is not installed, or its settings do not fit.
    """
    from langchain.chat_models import init_chat_model

    no_key = NeedlepointError(
        words.NO_KEY.format(provider=model.provider), words.NO_KEY_REMEDY.format(variable=_SETTINGS[model.provider])
    )
    # Anthropic's client would say so only when it is asked.
    if model.provider != "ollama" and not model.base and not os.environ.get(_SETTINGS[model.provider]):
        raise no_key
    try:
        chat = init_chat_model(model.name, model_provider=model.provider, **_options(model, seconds))
    except ImportError as error:
        provider = {"provider": model.provider}
        raise NeedlepointError(
            words.NOT_INSTALLED.format(**provider), words.NOT_INSTALLED_REMEDY.format(**provider)
        ) from error
    except Exception as error:  # a client's own error may hold a setting that nobody is to see
        raise no_key from error

    return asking(chat)


def asking(chat: BaseChatModel) -> Ask:
    """Give the same function for any chat model of LangChain, so that one of your own can write too."""
    from langchain_core.messages import HumanMessage, SystemMessage

    def ask(instructions: str, message: str) -> Iterator[str]:
        for chunk in chat.stream([SystemMessage(instructions), HumanMessage(message)]):
            yield str(chunk.text)

    return ask


def _options(model: ChatModel, seconds: float) -> dict[str, Any]:
    base = {"base_url": model.base} if model.base else {}
    if model.provider == "ollama":
        return {**base, "temperature": 0, "num_predict": _MOST_TOKENS, "client_kwargs": {"timeout": seconds}}
    limits = {"timeout": seconds, "max_retries": 0, "max_tokens": _MOST_TOKENS}
    # A server of one's own may ask for no key; the client wants one all the same.
    is_own = model.provider == "openai" and model.base and not os.environ.get(_SETTINGS["openai"])
    return {**base, **limits, **({"api_key": "none"} if is_own else {})}
