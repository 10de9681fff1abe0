"""Reasons of a plan: one sentence in English and in Chinese, kept together as one string.

>>> both = said("images 秋风", "意象秋风")
>>> both
'images 秋风 （意象秋风）'
>>> told(both, "zh"), told(both, "en")
('意象秋风', 'images 秋风')
"""

from __future__ import annotations

import math
from typing import Literal

Lang = Literal["zh", "en"]
_OPEN, _CLOSE = " （", "）"


def said(en: str, zh: str) -> str:
    """A reason in both languages."""
    return f"{en}{_OPEN}{zh}{_CLOSE}"


def told(reason: str, lang: Lang) -> str:
    """A reason in one language; one that a person wrote stays as it is."""
    en, found, zh = reason.partition(_OPEN)
    if not found or not zh.endswith(_CLOSE):
        return reason
    return zh.removesuffix(_CLOSE) if lang == "zh" else en


def times(pmi: float) -> str:
    """How much oftener than chance, from nats: 2.2 nats are 9.0 times."""
    return f"{math.exp(pmi):.1f}"
