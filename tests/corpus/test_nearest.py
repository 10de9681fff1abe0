from hypothesis import given
from hypothesis import strategies as st

from sixing.corpus import Corpus, Nearest, Poem

LINE = st.text("山水月云风花雪夜江春", min_size=2, max_size=7)
CORPUS = st.lists(st.lists(LINE, min_size=2, max_size=4), min_size=1, max_size=8).map(
    lambda poems: Corpus.of(
        Poem(str(number), "toy", author="某", title=str(number), lines=tuple(poem))
        for number, poem in enumerate(poems)
    )
)


@given(CORPUS, st.data())
def test_a_line_of_the_corpus_is_its_own_nearest(corpus: Corpus, data: st.DataObject) -> None:
    poem = data.draw(st.sampled_from(list(corpus)))
    line = data.draw(st.sampled_from(poem.lines))
    near = Nearest(corpus).lines(line)[0]
    assert (near.line, near.edits, near.run) == (line, 0, len(line))


@given(CORPUS, st.text("山水月云天𣸸", max_size=7))
def test_every_answer_is_a_line_at_its_place(corpus: Corpus, line: str) -> None:
    found = Nearest(corpus).lines(line)
    assert all(near.poem.lines[near.place - 1] == near.line for near in found)
    assert len({near.line for near in found}) == len(found) <= 3


def test_one_replaced_hanzi_does_not_hide_a_line() -> None:
    corpus = Corpus.of(
        [
            Poem("a", "toy", author="某甲", title="晨起", lines=("推窗见远山", "山在有无间")),
            Poem("b", "toy", author="某乙", lines=("踏月归来晚", "满身花影寒")),
        ]
    )
    near = Nearest(corpus).lines("推窗看远山", count=1)[0]
    assert (near.line, near.place, near.run, near.edits) == ("推窗见远山", 1, 2, 1)
    assert near.credit == "某甲《晨起》"
    assert Nearest(corpus).lines("踏雪归来")[0].credit == "某乙"


def test_a_line_with_nothing_in_common_has_no_neighbour() -> None:
    corpus = Corpus.of([Poem("a", "toy", lines=("推窗见远山", "山在有无间"))])
    assert Nearest(corpus).lines("渔舟") == []
    assert Nearest(corpus).lines("") == []
    assert Nearest(Corpus.of([])).lines("渔舟") == []
