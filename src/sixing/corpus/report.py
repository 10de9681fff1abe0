"""What became of a collection: kept, changed and dropped, counted by reason with examples.

A `Tally` counts while a corpus is built; a `Report` is its frozen result, written as JSON and
Markdown beside the corpus. It knows no cleaning rule.

>>> tally = Tally()
>>> tally.add("empty", "poems.txt:3")
>>> tally.counts()
{'empty': Count(number=1, examples=('poems.txt:3',))}
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

EXAMPLES: Final = 3  # of each reason
EXAMPLE_LENGTH: Final = 48  # characters


@dataclass(frozen=True, slots=True)
class Count:
    """How often a reason applied, with the first examples."""

    number: int
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts by reason, while reading; not a value."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, example: str) -> None:
        """Count ``reason`` once more; the first examples are kept."""
        self._numbers[reason] = self._numbers.get(reason, 0) + 1
        kept = self._examples.setdefault(reason, [])
        if len(kept) < EXAMPLES:
            flat = " / ".join(example.split("\n"))
            kept.append(flat[:EXAMPLE_LENGTH] + "…" * (len(flat) > EXAMPLE_LENGTH))

    def counts(self) -> dict[str, Count]:
        """Frozen counts, the most frequent reason first."""
        order = sorted(self._numbers, key=lambda reason: -self._numbers[reason])
        return {r: Count(self._numbers[r], tuple(self._examples[r])) for r in order}


@dataclass(frozen=True, slots=True)
class Report:
    """What one `add` (or `read`) made of a collection.

    ``read`` records are ``kept`` or ``dropped`` for one reason each; ``unread`` counts files and
    entries from which no record could be read. ``groups`` and the first three ``by_…`` counts
    describe what was kept, ``by_encoding`` the files; ``total`` is the corpus afterwards.
    ``personal`` counts personal data by kind in all that was read, its examples masked;
    ``personal_kept`` the kept poems that came from a record with any.
    """

    collection: str
    read: int
    kept: int
    total: int
    groups: int
    changed: Mapping[str, Count]
    dropped: Mapping[str, Count]
    unread: Mapping[str, Count]
    by_source: Mapping[str, int]
    by_split: Mapping[str, int]
    by_shape: Mapping[str, int]
    by_encoding: Mapping[str, int]
    personal: Mapping[str, Count] = field(default_factory=dict)
    personal_kept: int = 0

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Report":
        """The report that `to_dict` wrote."""
        named = {
            name: {reason: Count(c["number"], tuple(c["examples"])) for reason, c in counts.items()}
            for name, counts in entry.items()
            if name in ("changed", "dropped", "unread", "personal")
        }
        return cls(**{**entry, **named})

    def to_dict(self) -> dict[str, object]:
        """The report as plain JSON data."""
        return asdict(self)

    def to_markdown(self, language: str = "en") -> str:
        """The report for people, in English or (``"zh"``) Chinese."""
        from sixing.corpus._report_card import markdown

        return markdown(self, language)

    def __str__(self) -> str:
        """The report as text for a terminal."""
        return self.to_markdown()


def history(reports: Sequence[Mapping[str, object]]) -> bytes:
    """The bytes of ``report.json``: every report since the corpus began, oldest first."""
    return (json.dumps(list(reports), ensure_ascii=False, indent=1) + "\n").encode()
