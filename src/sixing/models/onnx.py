"""Running a net that is stored as ONNX: one thread, quiet, and plain words when it cannot be run.

Every shipped picture model goes through here, so that none asks for the extra in its own way. It
knows no model: names and shapes of inputs belong to whoever opens the session.

>>> session(Path("nothing.onnx"))
Traceback (most recent call last):
sixing.errors.BadStyle: nothing.onnx is not there or is no ONNX net that can be run...
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sixing.errors import BadInput, BadStyle

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ERRORS_ONLY = 3
"""onnxruntime's severity below which nothing is written to the terminal."""
log = logging.getLogger(__name__)


def session(path: Path, *, threads: int = 1) -> InferenceSession:
    """Opens a net for running.

    Args:
        path: an ONNX file.
        threads: that one run may use; works are equal byte for byte only at the same number.

    Raises:
        BadInput: the extra ``picture`` is not installed.
        BadStyle: the file is missing, truncated or altered.
    """
    try:
        import onnxruntime
    except ImportError as missing:
        raise needs_extra() from missing
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    # A pool that spins takes a whole core from whoever else works.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    begun = time.perf_counter()
    try:
        opened = onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except Exception as damage:  # onnxruntime raises classes of its own that share no root
        raise BadStyle(
            f"{path} is not there or is no ONNX net that can be run "
            f"({str(damage).splitlines()[0]}); install its pack anew.",
            zh=f"{path} 不存在，或不是可运行的 ONNX 网络；请重新安装其权重包。",
        ) from damage
    log.debug("opened %s in %.3f s", path, time.perf_counter() - begun)
    return opened


def needs_extra() -> BadInput:
    """What to say when the extra ``picture`` is missing."""
    return BadInput(
        "pictures need some more packages: pip install 'sixing[picture]'",
        zh="图画功能需要另装几个包：pip install 'sixing[picture]'",
    )
