"""A corpus report as Markdown for people, in English or Chinese.

It knows the words of the report, not how anything was counted.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sixing.corpus.report import Count, Report

# Reasons and headings in Chinese, for a report in Chinese.
_CHINESE: Final = {
    "kept": "收入",
    "read": "读到",
    "dropped": "舍弃",
    "changed": "修整",
    "by source": "按来源",
    "poems in the corpus now": "语料库现有",
    "by split": "按划分",
    "by shape": "按体式",
    "by encoding": "按编码",
    "irregular": "杂言",
    "other": "其余",
    "groups of near-duplicates": "近似重复组",
    "number": "数目",
    "examples": "例",
    "empty": "空白",
    "catalogue entry without text": "有目无诗",
    "gap in the text (□ …)": "缺字（□ …）",
    "hanzi described by parts": "以部件描述的字",
    "private-use character": "私用区字符",
    "unbalanced brackets": "括号不配对",
    "not hanzi": "非汉字",
    "fewer than two lines": "不足两句",
    "prose (a line of more than 16 hanzi)": "散文（一句逾十六字）",
    "same as another poem of the collection": "与集中另一首相同",
    "already in the corpus": "语料库中已有",
    "file is not readable JSON": "文件不是可读的 JSON",
    "file larger than 256 MB": "文件大于 256 MB",
    "file cannot be opened": "文件无法打开",
    "not Chinese text in a known encoding": "不是已知编码的中文文本",
    "lines in no known encoding": "有行不属任何已知编码",
    "not valid JSON": "JSON 有误",
    "not a valid table": "表格有误",
    "no field that holds a text": "没有正文字段",
    "notes removed": "删去注文",
    "variants unified": "统一异体字",
    "traditional simplified": "繁体转简体",
    "personal data": "个人信息",
    "name of a person": "人名",
    "phone number": "电话号码",
    "identity card": "身份证号",
    "e-mail address": "电子邮箱",
    "bank card": "银行卡号",
}


def markdown(report: Report, language: str = "en") -> str:
    """The report with a heading, totals and a table of reasons; ends with a newline."""

    def say(word: str) -> str:
        return _CHINESE.get(word, word) if language == "zh" else word

    parts = [f"## {report.collection}", "", *_totals(report, say)]
    parts += _personal(report, say, language)
    parts += _table(say("changed"), report.changed, say)
    parts += _table(say("dropped"), {**report.dropped, **report.unread}, say)
    return "\n".join(parts) + "\n"


def _totals(report: Report, say: Callable[[str], str]) -> Iterator[str]:
    yield (
        f"- {say('read')} {report.read:,}, {say('kept')} {report.kept:,}, "
        f"{say('groups of near-duplicates')} {report.groups:,}, "
        f"{say('poems in the corpus now')} {report.total:,}"
    )
    named: dict[str, Mapping[str, int]] = {
        "by source": report.by_source,
        "by split": report.by_split,
        "by shape": report.by_shape,
        "by encoding": report.by_encoding,
    }
    for name, counts in named.items():
        listed = ", ".join(f"{say(key or 'irregular')} {n:,}" for key, n in counts.items())
        if listed:
            yield f"- {say(name)}: {listed}"


def _personal(report: Report, say: Callable[[str], str], language: str) -> Iterator[str]:
    """What of persons was found, before anybody learns from it; nothing when nothing was."""
    if not report.personal:
        return
    yield from _table(say("personal data"), report.personal, say)
    kept = report.personal_kept
    yield ""
    if language == "zh":
        yield f"**留意：** 所收 {kept:,} 首出自含个人信息的记录；不愿被学到，请删去后重新收入。"
    else:
        yield (
            f"**Mind:** {kept:,} of the poems kept come from a record with personal data; "
            "take it out and add the collection anew if nobody is to learn it."
        )


def _table(name: str, counts: Mapping[str, Count], say: Callable[[str], str]) -> Iterator[str]:
    if not counts:
        return
    yield from ("", f"| {name} | {say('number')} | {say('examples')} |", "|---|---:|---|")
    for reason, count in counts.items():
        examples = "；".join(count.examples).replace("|", "\\|")
        yield f"| {say(reason)} | {count.number:,} | {examples} |"
