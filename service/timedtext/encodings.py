"""What a file that is not UTF-8 looks like, so that a person can be told. A guess for a message, never for reading."""

from __future__ import annotations

import re

_SAMPLE = 65_536
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SCRIPTS = (
    ("Shift_JIS", "cp932", re.compile(r"[\u3041-\u30ff]"), 0.3),  # a Japanese text has kana
    ("EUC-KR", "cp949", re.compile(r"[\uac00-\ud7a3]"), 0.8),
    ("GB18030", "gb18030", re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]"), 0.8),
    ("Windows-1251", "cp1251", re.compile(r"[а-яё]"), 0.6),  # mostly small letters; of KOI8-R it would be capitals
)


def looks_like(data: bytes) -> str | None:
    """The name of an encoding that gives sense to these bytes, which are not UTF-8; None where it would be a guess."""
    sample = data[:_SAMPLE]
    if sample.count(0) * 3 > len(sample):
        return "UTF-16BE" if sample[:1] == b"\0" else "UTF-16LE"
    high = len(_HIGH.findall(sample))
    if len(_ALONE.findall(sample)) * 2 > high:  # single letters with accents between plain ones
        return "Windows-1252"
    return next((name for name, codec, script, share in _SCRIPTS if _share(sample, codec, script) >= share), None)


def _share(sample: bytes, codec: str, script: re.Pattern[str]) -> float:
    """How much of what is not ASCII a script makes up; 0 where the bytes are not of this encoding."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:  # a character that the sample cuts in two is no fault
            return 0
        text = sample[: error.start].decode(codec)
    foreign = sum(char > "\x7f" for char in text)
    return len(script.findall(text)) / foreign if foreign else 0
