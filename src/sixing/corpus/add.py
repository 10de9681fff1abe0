"""Adding to a corpus: a package, a tarball or a folder becomes poems on disk.

``read`` makes a corpus in memory; ``add`` puts the poems into a corpus folder beside those that
are there. Nothing is half-written: files take their names when they are whole, and what npm or a
tarball left behind is removed even after Ctrl-C. It knows no format: see
:mod:`sixing.corpus.package` and :mod:`sixing.corpus.folder`.
"""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sixing.corpus import folder, package
from sixing.corpus.build import build
from sixing.corpus.record import Collection
from sixing.corpus.report import Report, history
from sixing.corpus.table import FILE, Corpus
from sixing.errors import BadCorpus
from sixing.progress import Progress, silent, within
from sixing.store.atomic import cannot_write, write_whole

REPORT: Final = "report.json"
REPORT_CARD: Final = "report.md"


def read(source: str | Path, progress: Progress = silent) -> Corpus:
    """Read and clean a collection into a corpus in memory.

    Args:
        source: ``"chinese-poetry"`` (or ``"chinese-poetry@2.0.1"``: fetched through the npm
            client), a folder or tarball of that package, a folder of txt, md, json, jsonl and
            csv files, or one such file.
        progress: told the fraction done and what is being read.

    Returns:
        The corpus, its ``report`` filled.

    Raises:
        BadCorpus: nothing can be learned from it: no such place, no file, noise, one poem.
    """
    with _opened(source, within(progress, 0.0, 0.2)) as collection:
        corpus = build(collection, within(progress, 0.2, 1.0))
    _refuse_too_small(corpus)
    return corpus


def add(source: str | Path, into: Path, progress: Progress = silent) -> Report:
    """Add a collection to the corpus in the folder ``into``, which is made when missing.

    Poems that are there already are not added twice; near-duplicates are grouped with them and
    stay in their split. ``report.json`` keeps every report since the corpus began, ``report.md``
    shows them.

    Args:
        source: as for :func:`read`.
        into: the corpus folder.
        progress: told the fraction done and what is being done.

    Raises:
        BadCorpus: as for :func:`read`; or ``into`` holds a damaged corpus.
        StoreError: ``into`` cannot be written or the disk is full; what was there stays.
    """
    with _opened(source, within(progress, 0.0, 0.2)) as collection:
        known = Corpus.open(into) if (into / FILE).exists() else None
        corpus = build(collection, within(progress, 0.2, 0.9), known)
    _refuse_too_small(corpus)
    report = corpus.report
    assert report is not None  # noqa: S101 - build always reports
    progress(0.9, "writing")
    _write(corpus, report, into)
    progress(1.0, "done")
    return report


@contextmanager
def _opened(source: str | Path, progress: Progress) -> Iterator[Collection]:
    """The collection that a source names, while its files are at hand."""
    path = Path(source).expanduser()
    if path.is_dir():
        yield _nonempty(_of_folder(path))
    elif path.is_file() and path.suffix.lower() in folder.SUFFIXES:
        yield _nonempty(folder.single(path))
    elif path.is_file() or str(source).partition("@")[0] == package.NAME:
        with TemporaryDirectory(prefix="sixing-corpus-") as place:
            progress(0.0, f"fetching {source}" if not path.is_file() else f"unpacking {path.name}")
            tarball = path if path.is_file() else package.pack(Path(place), str(source))
            unpacked = Path(place) / tarball.name.partition(".")[0]
            _unpack(tarball, unpacked)
            yield _nonempty(_of_folder(unpacked))
    else:
        raise BadCorpus(
            f"there is no file or folder {source}. Give a folder, a file, a tarball, "
            f"or {package.NAME}.",
            zh=f"没有文件或文件夹 {source}。请给出文件夹、文件、压缩包,或 {package.NAME}。",
        )


def _of_folder(path: Path) -> Collection:
    dist = package.root(path)
    return folder.collection(path) if dist is None else package.collection(dist)


def _unpack(tarball: Path, place: Path) -> None:
    try:
        with tarfile.open(tarball) as archive:
            archive.extractall(place, filter="data")  # no path leaves the folder
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadCorpus(
            f"{tarball.name} is not a tarball that can be unpacked ({error}). Give a folder, "
            f"a .tgz file or one of {', '.join(folder.SUFFIXES)}.",
            zh=f"{tarball.name} 不是可以解开的压缩包。请给出文件夹、.tgz 或文本文件。",
        ) from error


def _nonempty(collection: Collection) -> Collection:
    if not collection.files:
        raise BadCorpus(
            f"{collection.name} holds no file to read; "
            f"looked for {', '.join(folder.SUFFIXES)} in it and below.",
            zh=f"{collection.name} 中没有可读的文件(找过 {'、'.join(folder.SUFFIXES)})。",
        )
    return collection


def _refuse_too_small(corpus: Corpus) -> None:
    """One poem teaches nothing, and nothing could be held out to test what was learned."""
    report = corpus.report
    if report is None or report.kept + _copies(report) >= 2:
        return
    reasons = [f"{n}: {c.number}" for n, c in {**report.unread, **report.dropped}.items()]
    why = f" ({'; '.join(reasons)})" if reasons else ""
    one = report.kept + _copies(report) == 1
    raise BadCorpus(
        f"{report.collection} holds {'only one' if one else 'no'} poem that can be learned from"
        f"{why}. "
        "A corpus needs at least two poems of two lines or more, in Chinese.",
        zh=f"{report.collection} 中可学的诗{'只有一首' if one else '一首也没有'}。"
        "语料库至少要有两首各两句以上的中文诗。",
    )


def _copies(report: Report) -> int:
    known = report.dropped.get("already in the corpus")
    return known.number if known else 0


def _write(corpus: Corpus, report: Report, into: Path) -> None:
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(into, error) from error
    reports = [*_history(into), report.to_dict()]
    card = "".join(f"{Report.of(entry).to_markdown()}\n" for entry in reports)
    corpus.write(into)
    write_whole(into / REPORT, history(reports))
    write_whole(into / REPORT_CARD, card.encode())


def _history(into: Path) -> list[dict[str, Any]]:
    path = into / REPORT
    if not path.exists() or not (into / FILE).exists():
        return []
    try:
        entries = json.loads(path.read_bytes())
        return [entry for entry in entries if Report.of(entry)]
    except (ValueError, TypeError, OSError) as error:
        raise BadCorpus(
            f"{path} is damaged. Delete it, and the reports start anew.",
            zh=f"{path} 已损坏。删除它后会重新开始记录。",
        ) from error
