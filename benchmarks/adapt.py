"""Row 6 of the loop: a style adapts to sixty verdicts of a simulated person, and back.

    python -m benchmarks.adapt [SHARE]

The person wants what the base lacks: more words of season, fewer names. That is hidden; what is
seen are answers to sixty pairs of drafts, asked as `sixing compare` asks, and one in ten is a slip,
so that the person agrees with themselves 83 times in 100. The taste learns from these, the style
adapts, and then old
and new write on themes that neither the verdicts nor the adaptation knew, with the same form and
seed, each choosing among its own candidates as `create` does, without the taste. The hidden
preference judges.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.tables import table, verdict
from sixing import engine
from sixing.apps.adapting import adapt, drafts
from sixing.feedback.recall import recall
from sixing.media.poem.medium import Poems
from sixing.media.poem.traits import TRAITS, measure
from sixing.store import styles
from sixing.store.database import Store
from sixing.studio import Studio
from sixing.works import Brief, Candidate, Verdict, Work

VERDICTS, THEMES, UNSEEN = 60, 24, 120
FORMS = ("五绝", "七绝")
WANTED = {"season": 1.0, "names": -1.0}
SLIPS = 0.094
"""p² + (1 - p)² = 0.83: the person agrees with themselves 83 times in 100."""


def liked(works: Sequence[Work]) -> list[float]:
    """The hidden preference."""
    columns = [[trait.name for trait in TRAITS].index(name) for name in WANTED]
    values = measure([work.content for work in works])[:, columns] @ [*WANTED.values()]
    return [float(value) for value in values]


def answers(store: Store, themes: Sequence[str], chance: random.Random) -> None:
    """Drafts on some themes, and what the person says of the pairs that are asked."""
    studio = Studio.open(styles.SHIPPED)
    for number, theme in enumerate(themes):
        brief = Brief("poem", form=FORMS[number % 2], theme=theme, seed=number)
        store.save([Candidate(work) for work in drafts(studio, brief, 8)])
    for _ in range(VERDICTS):
        asked = recall(store).question()
        assert asked is not None
        pair = [one.work for one in asked]
        first, second = liked(pair)
        better = pair if first >= second else pair[::-1]
        said = better if chance.random() >= SLIPS else better[::-1]
        store.say([Verdict("pair", (said[0].id, said[1].id))])


def written(style: str, themes: Sequence[str]) -> list[Work]:
    """One chosen work on each theme."""
    found = []
    for number, theme in enumerate(themes):
        brief = Brief("poem", form=FORMS[number % 2], theme=theme, style=style, seed=9000 + number)
        found += [one.work for one in engine.create(brief)[:1]]
    return found


def digest(folder: Path) -> str:
    """Of every file below a folder."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def main(share: float) -> int:
    """Answer, adapt, compare, undo."""
    chance = random.Random("a person")
    words = [*Studio.open(styles.SHIPPED).space.image_words]
    chance.shuffle(words)
    known, unseen = words[:THEMES], words[-max(4, round(UNSEEN * share)) :]
    with TemporaryDirectory() as temporary:
        os.environ["SIXING_HOME"] = temporary
        with Store.at(Path(temporary)) as store:
            answers(store, known, chance)
        with styles.fresh("default") as place:  # so that there are bytes to bring back
            styles.write_config(place, {"base": styles.SHIPPED, "adapters": []})
        before = digest(styles.own("default"))
        begun = time.monotonic()
        done = adapt(without=unseen)
        seconds = time.monotonic() - begun
        old, new = written(styles.SHIPPED, unseen), written("default", unseen)
        if done.installed:
            styles.undo("default")
        restored = digest(styles.own("default")) == before
    return _tell(done.kl, done.wins, (done.agreed, done.held), seconds, old, new, restored=restored)


def _tell(
    kl: float, wins: float, agreed: tuple[int, int], seconds: float,
    old: Sequence[Work], new: Sequence[Work], *, restored: bool,
) -> int:  # fmt: skip
    gains = np.array(liked(new)) - np.array(liked(old))
    won = float(np.mean(gains > 0) + np.mean(gains == 0) / 2)
    check = Poems().check
    kept = [not any(fault.grave for fault in check(work)) for work in new]
    print(table(["", "shipped", "adapted"], [
        *[[f"{name}, deviations", f"{_mean(name, old):+.2f}", f"{_mean(name, new):+.2f}"]
          for name in WANTED],
        ["distinct-2", f"{distinct(old):.3f}", f"{distinct(new):.3f}"],
    ]))  # fmt: skip
    print(f"\nAdapting took {seconds:.0f} s; by the taste {100 * wins:.0f} % on its own unseen "
          f"themes; held-out verdicts agreed with: {agreed[0]} of {agreed[1]}.")  # fmt: skip
    return verdict([
        ("wins on unseen briefs ≥ 65 %", f"{100 * won:.1f} % of {len(new)}", won >= 0.65),
        ("KL from the old style, reported", f"{kl:.2f} nats a poem", True),
        ("form kept: 100 %", f"{100 * np.mean(kept):.1f} %", all(kept)),
        ("undo restores bytes", "yes" if restored else "no", restored),
    ])  # fmt: skip


def _mean(name: str, works: Sequence[Work]) -> float:
    column = [trait.name for trait in TRAITS].index(name)
    return float(measure([work.content for work in works])[:, column].mean())


def distinct(works: Sequence[Work]) -> float:
    """Share of pairs of neighbours that are different ones."""
    pairs = [s[i : i + 2] for work in works for s in work.content for i in range(len(s) - 1)]
    return len(set(pairs)) / max(1, len(pairs))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
