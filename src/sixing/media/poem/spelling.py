"""A poem as tokens and back, exactly: what a model sees, and the facts that rebuild the work.

The prefix says form and title, as a brief does; everything else about a work travels beside the
numbers, where no model sees it.

>>> tokens = PoemTokens(["<unk>", "<bos>", "<end>", "<title>", "<body>", "<五联>", *"，。山水"])
>>> moon = Work("poem", "五联", "山", ("山水山水山", "水山水山水"))
>>> decode(encode(moon, tokens), tokens) == moon
True
"""

from __future__ import annotations

from sixing.errors import BadWork
from sixing.media.medium import Tokens
from sixing.media.poem import shi
from sixing.media.poem.lessons import OPENINGS
from sixing.media.poem.outline import regulated
from sixing.media.poem.tokens import Control, PoemTokens, model_stops
from sixing.works import Work


def encode(work: Work, tokens: PoemTokens) -> Tokens:
    """Spell a poem: prefix, lines with their stops, end.

    Raises:
        BadWork: a hanzi is not in the vocabulary.
    """
    strange = sorted(set("".join(work.content)) - tokens.hanzi.keys())
    if strange:
        named = " ".join(strange)
        raise BadWork(
            f"the style has no token for {named}: replace it, or use a style that knows it",
            zh=f"此风格的字表没有：{named}。请换字，或改用别的风格",
        )
    form = regulated(work.form, work.content)
    ids = [*tokens.prefix(_control(work, form)), *_body(work, form, tokens), tokens.end]
    facts = {
        "form": work.form,
        "title": work.title,
        "recipe": work.recipe,
        "parents": work.parents,
    }
    return Tokens(tuple(ids), facts)


def decode(carrier: Tokens, tokens: PoemTokens) -> Work:
    """Read a poem back from its tokens and facts."""
    facts = carrier.facts
    return Work(
        medium="poem",
        form=facts["form"],
        title=facts["title"],
        content=tokens.decode(carrier.ids),
        recipe=facts["recipe"],
        parents=facts["parents"],
    )


def _control(work: Work, form: shi.ShiForm | None) -> Control:
    if form is None:
        return Control("词", tune=work.form.partition("·")[0], title=work.title)
    opening = OPENINGS.get((form.opening, form.first_rhymed), "") if form.lines > 2 else ""
    return Control(form.name, opening=opening, title=work.title)


def _body(work: Work, form: shi.ShiForm | None, tokens: PoemTokens) -> list[int]:
    """Shi with comma and full stop by turns; in ci the model sees line ends only."""
    stops = model_stops(len(work.content), "" if form else work.form)
    return tokens.body(work.content, stops)
