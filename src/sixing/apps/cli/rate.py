"""`sixing rate`: how good a work is, in stars or as a share.

$ sixing rate 3f2a 4        # of five stars
$ sixing rate 3f2a 0.85     # from 0 to 1
"""

from __future__ import annotations

import click

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput

STARS = 5


@click.command(help="Say how good a work is: 0 to 5 stars, or a share such as 0.85.")
@click.argument("work_id", metavar="ID")
@click.argument("rating", metavar="RATING")
@click.option("--note", default="", help="Your own words, kept with the verdict.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def rate(words: Words, /, *, work_id: str, rating: str, note: str, json_: bool) -> None:
    """Keep the rating."""
    from sixing.feedback.telling import tell

    verdict = tell("rating", work_id, rating=share(rating), note=note)
    if json_:
        emit(json_text({"work": verdict.works[0], "rating": verdict.rating}), None)
    else:
        kept = words("{work} rated {rating} of 1.")
        click.echo(kept.format(work=verdict.works[0], rating=f"{verdict.rating:.2f}"))


def share(rating: str) -> float:
    """Read a rating: whole numbers are stars of five, those with a point up to 1 a share.

    >>> share("4"), share("0.85"), share("1"), share("1.0"), share("3.5")
    (0.8, 0.85, 0.2, 1.0, 0.7)

    Raises:
        BadInput: it is neither.
    """
    try:
        number = float(rating)
    except ValueError:
        number = -1.0
    if not 0 <= number <= STARS:  # false of nan too
        raise BadInput(
            f'"{rating}" is no rating: give 0 to {STARS} stars, or a share from 0.0 to 1.0',
            zh=f"“{rating}”不是评分：请给 0 到 {STARS} 星，或 0.0 到 1.0",
        )
    is_share = "." in rating and number <= 1
    return number if is_share else number / STARS
