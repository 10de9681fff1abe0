import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.corpus.encoding import decode

SIMPLE = "推窗见远山，山在有无间。踏月归来晚，满身花影寒。"
TRADITIONAL = "推窗見遠山，山在有無間。踏月歸來晚，滿身花影寒。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLE, TRADITIONAL])
def test_text_comes_back_from_any_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text


def test_big5_is_not_taken_for_gb18030() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


def test_a_file_pasted_from_two_encodings_is_read_line_by_line() -> None:
    noise = bytes(range(0x80, 0xA0)) * 2
    content = b"\n".join([SIMPLE.encode(), b"", TRADITIONAL.encode("big5"), noise])
    decoded = decode(content)
    assert decoded is not None
    assert decoded.text == f"{SIMPLE}\n\n{TRADITIONAL}"
    assert (decoded.encoding, decoded.lost) == ("mixed", 1)


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_refused(seed: int) -> None:
    assert decode(random.Random(seed).randbytes(20_000)) is None


@given(st.binary())
def test_bytes_never_break_it(content: bytes) -> None:
    decode(content)
