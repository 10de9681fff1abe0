"""`sixing taste`: what your verdicts have taught, and how well it foretells them.

$ sixing taste --json
"""

from __future__ import annotations

import click

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text


@click.command(help="Say what was learnt of your taste, and how well it foretells you.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def taste(words: Words, /, *, json_: bool) -> None:
    """Print the taste in words, or each trait's weight."""
    from sixing.feedback.recall import recall
    from sixing.feedback.words import explain, summary
    from sixing.store.database import Store
    from sixing.store.home import home

    with Store.at(home(), reading=True) as store:
        learnt = recall(store).taste
    if json_:
        emit(json_text(summary(learnt)), None)
    elif not learnt.verdicts:
        click.echo(words("Nothing is known of your taste yet: try `sixing compare`."), err=True)
    else:
        emit("\n".join([*explain(learnt, words.language), ""]), None)
