"""Which of the encodings from before Unicode a caption file has: each is tried, and the text that reads best wins.

How a text reads is told by its letters: how many of those that are not ASCII are frequent in the script or language,
how many are possible, how many are wrong there (signs within words, capitals after small letters, bytes without
meaning); where languages share the Latin letters, their most frequent short words decide.
"""

from __future__ import annotations

import functools
import re

from msgspec import Struct

_SAMPLE = 32_768
_FRAME = re.compile(rb"^[0-9:,.> \t<\-\r]*\n", re.MULTILINE)  # numbers and time lines say nothing
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_MIXED = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[A-Za-z]")
_TYPOGRAPHY = "‘’‚“”„«»‹›–—…·¿¡€£°©®™♪\u00a0"
_WRONG_CASE = re.compile(
    r"(?<=[a-zß-öø-ÿāăąćčďđēęěğģıīķļłńņňőřśšťūůűųźżž])[À-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĪĶĻŁŃŅŇŐŘŚŠŤŪŮŰŲŹŻŽ](?!\b)"
)
_WORD = re.compile(r"[^\W\d_]+")


class _Script(Struct, frozen=True):
    """An encoding whose script tells it: `frequent` characters count for it, `possible` ones (the frequent among them)
    a little, all others against it, and in an `alphabet` so do letters beside ASCII letters."""

    name: str
    codec: str
    frequent: re.Pattern[str]
    possible: re.Pattern[str]
    alphabet: bool = False


def _script(name: str, codec: str, frequent: str, possible: str, alphabet: bool = False) -> _Script:
    return _Script(name, codec, re.compile(frequent), re.compile(possible), alphabet)


def _plane(codec: str, leads: tuple[int, int]) -> str:
    """The characters that a two-byte encoding puts first, sorted by use: as inside of a character class."""
    pairs = (bytes([lead, trail]) for lead in range(leads[0], leads[1] + 1) for trail in range(0x40, 0xFF))
    return "".join(char for pair in pairs if len(char := pair.decode(codec, "replace")) == 1)


_ASIAN = "。、，！？：；（）「」『』《》【】・…—～“”‘’　０-９Ａ-Ｚａ-ｚ"
_CYRILLIC = "[оеаинтсрвлкмдпуяыьгзбчй]"
_CYRILLIC_TOO = r"[а-яёіїєґўђјљњћџѓќѕ]|(?<![а-яё])[А-ЯЁІЇЄҐЎЂЈЉЊЋЏ]|[–—«»„“”…№\u00a0]"
_GREEK = r"[αοιετσνηυρπκμλςάέίόήύώω]"
_GREEK_TOO = r"[α-ωΐΰϊϋά-ώ]|(?<![α-ώ])[Α-ΩΆΈΉΊΌΎΏ]|[–—«»‘’“”…·\u00a0]"
_ARABIC = "[اليمونترسبعدهقفكةحجشصى]"
_ARABIC_TOO = "[ء-يً-ْپچژگکی]|[،؛؟–—«»“”…\u200c\u200d\u200e\u200f\u00a0]"
_HEBREW = "[יוהלאמתרשבנדקעחכםפ]"
_HEBREW_TOO = "[א-תְ-ׇ]|[–—“”‘’…₪\u200e\u200f\u00a0]"
_THAI = "[านรกเงอมยลวดทสตะปบคหแจพชใไโ]|(?<=[ก-ฮ])[ัิีึืุู็์ำ]|(?<=[ก-ฮัิีึืุู])[่้]"
_THAI_TOO = "[ก-ฮฯะาเแโใไๆ“”‘’…]|(?<=[ก-ฮ])[ัิีึืุู็์ำ]|(?<=[ก-ฮัิีึืุู])[่้๊๋์ำ]"
_HANZI = (
    "[的一是不了在人有我他這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于着下自之年过過发發后後"
    "作里裡道行所然家事成方多么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"
    "日什吗嗎呢吧啊，。！？、：；（）…“”「」]"
)
_KANA = "[\u3041-\u30fe、。「」・ー！？…]"
_HANGUL = "[이다는을를에의가고하지은도나로사한그있어아기리니서자해게들요내라수것안만여보대시면정전오일원저거너우마주부]"
_KOREAN = f"[\uac00-\ud7a3{_ASIAN}·]"


@functools.cache
def _scripts() -> tuple[_Script, ...]:
    japanese = f"[\u3041-\u30fe{_ASIAN}{_plane('euc_jp', (0xB0, 0xCF))}]"
    return (
        _script("Shift_JIS", "cp932", _KANA, japanese),
        _script("EUC-JP", "euc_jp", _KANA, japanese),
        _script("EUC-KR", "cp949", _HANGUL, _KOREAN),
        _script("GB18030", "gb18030", _HANZI, f"[{_ASIAN}{_plane('gb2312', (0xB0, 0xD7))}]"),
        _script("Big5", "cp950", _HANZI, f"[{_ASIAN}{_plane('big5', (0xA4, 0xC6))}]"),
        _script("Windows-1251", "cp1251", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("KOI8-R", "koi8_r", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("KOI8-U", "koi8_u", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("CP866", "cp866", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("ISO-8859-5", "iso8859_5", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("MacCyrillic", "mac_cyrillic", _CYRILLIC, _CYRILLIC_TOO, True),
        _script("Windows-1253", "cp1253", _GREEK, _GREEK_TOO, True),
        _script("ISO-8859-7", "iso8859_7", _GREEK, _GREEK_TOO, True),
        _script("Windows-1255", "cp1255", _HEBREW, _HEBREW_TOO, True),
        _script("Windows-1256", "cp1256", _ARABIC, _ARABIC_TOO, True),
        _script("ISO-8859-6", "iso8859_6", _ARABIC, _ARABIC_TOO, True),
        _script("TIS-620", "cp874", _THAI, _THAI_TOO, True),
    )


_LANGUAGES = {  # letters beside ASCII, and the most frequent short words
    "de": ("äöüß", "die der und ich das ist nicht du zu es sie ein wir mit den für in auf war so was"),
    "fr": ("àâçéèêëîïôùûüœ", "de la le et les des est un que je pas vous il en ne ce qui tu on du à l d c s j n qu"),
    "es": ("áéíóúñü", "de la que el en y a los no un es se una por lo las me con para te mi"),
    "pt": ("áâãàçéêíóôõú", "de que a o e não um é uma para com do da os no na em se eu você mais"),
    "it": ("àèéìíòóù", "di che la il non e un per una è sono ho mi del si con ti ma lo le l"),
    "nl": ("éëïöüèá", "de het een ik van je is en niet dat wat zijn in we op voor met te maar er"),
    "ca": ("àçèéíïòóúü·", "de la que i el no en un una es és per els amb del les què"),
    "sv": ("åäöé", "och det att jag är en som inte på du i för vi han ett med har den till av"),
    "da": ("æøåé", "det er jeg og at du en ikke til i på den vi for med har der af ikke et som"),
    "no": ("æøåéòô", "det er jeg og ikke du en å på for til vi i som med har den av et om"),
    "fi": ("äöå", "on ja ei se että en hän minä mitä ole oli mutta niin kun sinä nyt tämä"),
    "is": ("áéíóúýðþæö", "að og er ég það þú ekki í á en við sem hann var um til með"),
    "en": ("éèêïçüö", "the and you to a of i it is in that for on we my me are this with not be"),
    "et": ("õäöüšž", "ja on ei see et ma sa ta mis kui oli me aga ära mida oma ka"),
    "pl": ("ąćęłńóśźż", "nie to się w na i z jest że do co tak jak mnie a o ja za ale go"),
    "cs": ("áčďéěíňóřšťúůýž", "je to se na a v že si ne jsem ale s tak z do by co jak za pro"),
    "sk": ("áäčďéíĺľňóôŕšťúýž", "je to sa na a v že si nie som ale s tak z do by čo ako za pre"),
    "hu": ("áéíóöőúüű", "a az nem hogy és is egy ez van meg de csak mi ha mint el én volt már"),
    "sl": ("čšž", "je in se da v na ne za sem si bi pa to kaj ki z tako so ali še"),
    "hr": ("čćđšž", "je i da se u na ne za sam to što si su ali kako će bi s od li"),
    "ro": ("ăâîşţ", "de să nu a e în şi la o că un cu pe ce mai este din am pentru te"),
    "sq": ("ëç", "të e në dhe një për që nuk me është i se do më ka si"),
    "tr": ("çğıöşüâî", "bir ve bu ne için da de mi ben çok sen o ama var değil gibi daha evet"),
    "lt": ("ąčęėįšųūž", "ir ne kad tai aš yra į tu su kaip bet man jis ar taip iš už"),
    "lv": ("āčēģīķļņšūž", "un ir es tu ka tas nav ar uz par kas man to no bet viņš kā"),
}
_WESTERN = ("de", "fr", "es", "pt", "it", "nl", "ca", "sv", "da", "no", "fi", "is", "en", "sq")
_CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "de")
_LATIN = (  # in this order where two give the same text
    ("Windows-1252", "cp1252", _WESTERN),
    ("Windows-1250", "cp1250", _CENTRAL),
    ("ISO-8859-2", "iso8859_2", _CENTRAL),
    ("Windows-1254", "cp1254", ("tr",)),
    ("Windows-1257", "cp1257", ("lt", "lv", "et")),
    ("ISO-8859-15", "iso8859_15", ("fr", "fi", "et")),
    ("Macintosh", "mac_roman", _WESTERN),
    ("CP850", "cp850", _WESTERN),
    ("CP852", "cp852", _CENTRAL),
)
_RARE = ("ISO-8859", "Mac", "CP")  # as names begin; they win only where they read better by this
_RARITY = 0.02


def codec_of(name: str) -> str:
    """The Python codec that reads an encoding with all that vendors added to it."""
    known = {one.name: one.codec for one in _scripts()} | {other: codec for other, codec, _ in _LATIN}
    return known.get(name, name)


def most_plausible(data: bytes) -> tuple[str, int] | None:
    """The name of the encoding whose text reads best, and how sure that is in percent; None where none reads well."""
    sample = _FRAME.sub(b"", data[:_SAMPLE]).rpartition(b"\n")[0] or data[:_SAMPLE]
    tried = [(_in_script(_text(sample, one.codec), one), one.name, one.codec) for one in _scripts()]
    tried += [(_in_latin(_text(sample, codec), languages), name, codec) for name, codec, languages in _LATIN]
    tried.sort(key=lambda one: one[1].startswith(_RARE) * _RARITY - one[0])
    best, name, codec = tried[0]
    if best <= 0:
        return None
    text = _text(sample, codec)
    rival = next((score for score, _, other in tried[1:] if _text(sample, other) != text), 0.0)
    return name, round(100 * min(0.99, min(1, 1.5 * best) * (0.6 + best - max(rival, 0))))


def _text(sample: bytes, codec: str) -> str:
    return sample.decode(codec, "replace")


def _in_script(text: str, script: _Script) -> float:
    """From -1 to 1: how far the characters that are not ASCII are those of the script."""
    foreign = len(_FOREIGN.findall(text))
    if not foreign:
        return -1
    frequent, possible = len(script.frequent.findall(text)), len(script.possible.findall(text))
    mixed = len(_MIXED.findall(text)) if script.alphabet else 0
    return (frequent + possible) / 2 / foreign - (foreign - possible + mixed) / foreign


def _in_latin(text: str, languages: tuple[str, ...]) -> float:
    """From -1 to 1, of the language that fits best: its letters, and by up to two fifths its short words."""
    foreign = _FOREIGN.findall(text)
    if not foreign:
        return -1
    known = sum(map(_TYPOGRAPHY.count, foreign))
    wrong = len(_WRONG_CASE.findall(text))
    words = _WORD.findall(text.lower())
    letters = "".join(foreign).lower()
    best = -1.0
    for letters_of, frequent in map(_LANGUAGES.__getitem__, languages):
        right = known + sum(map(letters.count, letters_of))
        share = (2 * right - 2 * wrong) / len(foreign) - 1
        said = sum(map(frequent.split().__contains__, words)) / len(words) if words else 0
        best = max(best, 0.6 * share + min(0.4, 1.6 * said))
    return best
