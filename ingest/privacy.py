"""What libraries would send or fetch by themselves, switched off in one place, before anything else happens.

The environment alone can switch some of it on (LangSmith's tracing would send every question away). So it is not enough
to leave it alone: each door calls `keep_private` first, which overrules what the environment says.
"""

from __future__ import annotations

import os

_HUB = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    # transformers shows a bar while it loads weights, on any stderr; it asks huggingface_hub whether it may.
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
# LangSmith reads each name under both prefixes, and the second form of each name too.
_TRACING = {
    f"{prefix}_{name}": "false" for prefix in ("LANGSMITH", "LANGCHAIN") for name in ("TRACING", "TRACING_V2")
} | {"LANGSMITH_OTEL_ENABLED": "false", "LANGSMITH_OTEL_ONLY": "false"}
_TELEMETRY = {
    "ANONYMIZED_TELEMETRY": "false",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "OTEL_SDK_DISABLED": "true",
    "OTEL_TRACES_EXPORTER": "none",
    "OTEL_METRICS_EXPORTER": "none",
    "OTEL_LOGS_EXPORTER": "none",
}
# Chroma takes any of its settings from the environment, also the class that talks to a server elsewhere.
_NOT_OURS = ("CHROMA_", "OTEL_EXPORTER_")


def keep_private() -> None:
    """Set the environment of this process so that no library reports, traces or downloads; doors call it first."""
    keep_models_offline()
    for name in [name for name in os.environ if name.upper().startswith(_NOT_OURS)]:
        del os.environ[name]
    os.environ.update(_TRACING | _TELEMETRY)


def keep_models_offline() -> None:
    """Set only what concerns models: for programs of others that use our rooms, and may trace what is theirs."""
    os.environ.update(_HUB)
