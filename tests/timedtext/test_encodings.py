"""Files in other encodings: strict refuses them with their name and a way out, repair reads them and says as what."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext import srt
from service.timedtext.encodings import looks_like, repaired
from service.timedtext.problems import Unreadable

SENTENCES = {  # ten each: three make a short file, all of them eight times over a long one
    "de": """Ich hätte gern zwei Tassen Kaffee. Manche Dinge ändern sich nie. Für dich, für später: ein Café.
        Das weiß ich schon längst. Müssen wir wirklich so früh gehen? Schön, dass du da bist. Er hat es mir erzählt.
        Die Straße ist gesperrt. Ich möchte nicht darüber reden. Grüß deine Mutter von mir!""",
    "fr": """Deux tasses, par habitude. Ça ne change jamais, n'est-ce pas ? Je t'ai déjà versé la deuxième.
        Où est-ce que tu étais hier soir ? Il a été très gentil avec elle. C'est l'été le plus chaud.
        À bientôt, peut-être. Nous sommes arrivés trop tôt. Elle préfère le thé. Voilà où ça mène.""",
    "es": """¿Siempre sirves la segunda taza? Mañana será otro día. El niño está durmiendo. ¡Qué sorpresa tan bonita!
        No sé qué decirte. Él nunca volvió a España. Aquí todo sigue igual. La canción más triste del año.
        Mi corazón no entiende de razones. ¿Cuándo llegó el señor Muñoz?""",
    "pt": """Não sei o que dizer. Você já serviu a segunda xícara. A manhã está tão bonita. Então vamos começar.
        É só uma questão de hábito. Minha irmã não gosta de café. Até amanhã, coração. Há quanto tempo!
        As crianças estão na praça. O avô contou uma história.""",
    "sv": """Två koppar, av gammal vana. Jag är inte så säker på det. Vi måste åka nu. Det är för sent att ångra sig.
        Hon förstår mig inte längre. Är du hungrig, älskling? Han bor på en liten ö. Snön föll hela natten.
        Var är mina nycklar? Låt mig gå först.""",
    "pl": """Dwie filiżanki, z przyzwyczajenia. Niektóre rzeczy się nie zmieniają. Zawsze nalewasz drugą.
        Nie wiem, co powiedzieć. Czy możesz mi pomóc? Już późno, chodźmy spać. Ona jest moją siostrą.
        Gdzie są moje klucze? Dziękuję za wszystko. Życie jest piękne, prawda?""",
    "cs": """Dva šálky, ze zvyku. Některé věci se nikdy nezmění. Vždycky naléváš i ten druhý. Nevím, co mám říct.
        Můžeš mi pomoct? Už je pozdě, půjdeme spát. Ona je moje sestra. Kde jsou mé klíče?
        Děkuji ti za všechno. Život je krásný, že ano?""",
    "hu": """Két csésze, megszokásból. Vannak dolgok, amik sosem változnak. Mindig töltesz egy másodikat is.
        Nem tudom, mit mondjak. Tudsz segíteni nekem? Későre jár, menjünk aludni. Ő a nővérem.
        Hol vannak a kulcsaim? Köszönök mindent. Az élet gyönyörű, ugye? Erről időben szólhattál volna, ő is örülne.""",
    "tr": """İki fincan, alışkanlık işte. Bazı şeyler hiç değişmez. Hep ikincisini de doldurursun.
        Ne diyeceğimi bilmiyorum.
        Bana yardım eder misin? Geç oldu, hadi uyuyalım. O benim kız kardeşim. Anahtarlarım nerede?
        Her şey için teşekkürler. Hayat güzel, değil mi?""",
    "ru": """Две чашки. Привычка. Некоторые вещи не меняются. Ты всегда наливаешь вторую. Не знаю, что сказать.
        Ты можешь мне помочь? Уже поздно, пойдём спать. Это моя сестра. Где мои ключи? Спасибо за всё.
        Жизнь прекрасна, правда?""",
    "uk": """Дві чашки. Звичка. Деякі речі не змінюються. Ти завжди наливаєш другу. Не знаю, що сказати.
        Ти можеш мені допомогти? Уже пізно, ходімо спати. Це моя сестра. Де мої ключі? Дякую за все.
        Життя прекрасне, правда?""",
    "bg": """Две чаши. Навик. Някои неща не се променят. Винаги наливаш и втората. Не знам какво да кажа.
        Можеш ли да ми помогнеш? Късно е, хайде да спим. Това е сестра ми. Къде са ключовете ми?
        Благодаря за всичко. Животът е прекрасен, нали?""",
    "el": """Δύο φλιτζάνια. Συνήθεια. Κάποια πράγματα δεν αλλάζουν ποτέ. Πάντα γεμίζεις και το δεύτερο.
        Δεν ξέρω τι να πω. Μπορείς να με βοηθήσεις; Είναι αργά, πάμε για ύπνο. Αυτή είναι η αδερφή μου.
        Πού είναι τα κλειδιά μου; Ευχαριστώ για όλα. Η ζωή είναι ωραία, έτσι δεν είναι;""",
    "he": """שתי כוסות. הרגל. יש דברים שלא משתנים. אתה תמיד מוזג גם את השנייה. אני לא יודע מה להגיד.
        אתה יכול לעזור לי? כבר מאוחר, בוא נלך לישון. זו אחותי. איפה המפתחות שלי? תודה על הכול.
        החיים יפים, נכון?""",
    "ar": """فنجانان. إنها العادة. بعض الأشياء لا تتغير. تصبين دائما الفنجان الثاني. لا أعرف ماذا أقول.
        هل يمكنك مساعدتي؟ الوقت متأخر، هيا ننام. هذه أختي. أين مفاتيحي؟ شكرا على كل شيء.
        الحياة جميلة، أليس كذلك؟""",
    "th": """กาแฟสองถ้วย ความเคยชิน บางสิ่งไม่เคยเปลี่ยน คุณรินถ้วยที่สองเสมอ ฉันไม่รู้จะพูดอะไร
        ช่วยฉันหน่อยได้ไหม ดึกแล้ว ไปนอนกันเถอะ นี่คือพี่สาวของฉัน กุญแจของฉันอยู่ที่ไหน ขอบคุณสำหรับทุกอย่าง""",
    "ja": """カップは二つ。 いつもの癖です。 変わらないものもある。
        あなたはいつも二杯目を注ぐ。 何と言えばいいのか分からない。
        手伝ってくれますか。 もう遅いから、寝ましょう。 これは私の姉です。 鍵はどこですか。 いろいろありがとう。""",
    "ko": """컵은 두 개. 습관이에요. 어떤 것들은 변하지 않아요.
        당신은 항상 두 번째 잔을 따라요. 뭐라고 말해야 할지 모르겠어요.
        도와줄 수 있어요? 늦었으니 이제 자요. 이쪽은 우리 언니예요. 열쇠가 어디 있지? 모든 게 고마워요.""",
    "zh-Hans": """两个杯子。 这是习惯。 有些东西从未改变过。 你总是倒第二杯。 我不知道该说什么。 你能帮我吗？
        已经很晚了，我们去睡觉吧。 这是我的姐姐。 我的钥匙在哪里？ 谢谢你所做的一切。""",
    "zh-Hant": """兩個杯子。 這是習慣。 有些東西從未改變過。 你總是倒第二杯。 我不知道該說什麼。 你能幫我嗎？
        已經很晚了，我們去睡覺吧。 這是我的姊姊。 我的鑰匙在哪裡？ 謝謝你所做的一切。""",
}
TABLE = {
    "Windows-1252": ("cp1252", ("de", "fr", "es", "pt", "sv")),
    "Macintosh": ("mac_roman", ("de", "fr", "es")),
    "Windows-1250": ("cp1250", ("pl", "cs", "hu")),
    "ISO-8859-2": ("iso8859_2", ("pl", "cs")),
    "Windows-1254": ("cp1254", ("tr",)),
    "Windows-1251": ("cp1251", ("ru", "uk", "bg")),
    "KOI8-R": ("koi8_r", ("ru",)),
    "KOI8-U": ("koi8_u", ("uk",)),
    "CP866": ("cp866", ("ru",)),
    "ISO-8859-5": ("iso8859_5", ("ru",)),
    "Windows-1253": ("cp1253", ("el",)),
    "Windows-1255": ("cp1255", ("he",)),
    "Windows-1256": ("cp1256", ("ar",)),
    "TIS-620": ("cp874", ("th",)),
    "Shift_JIS": ("cp932", ("ja",)),
    "EUC-JP": ("euc_jp", ("ja",)),
    "ISO-2022-JP": ("iso2022_jp", ("ja",)),
    "EUC-KR": ("cp949", ("ko",)),
    "GB18030": ("gb18030", ("zh-Hans",)),
    "Big5": ("cp950", ("zh-Hant",)),
    "UTF-16LE": ("utf_16_le", ("de", "ru", "ar", "ja")),
    "UTF-16BE": ("utf_16_be", ("de", "th", "zh-Hans")),
    "UTF-32LE": ("utf_32_le", ("de", "ko")),
    "UTF-32BE": ("utf_32_be", ("de", "he")),
}
CASES = [(name, codec, language) for name, (codec, languages) in TABLE.items() for language in languages]
LENGTHS = {"short": slice(0, 3), "other short": slice(3, 6), "third": slice(6, 9), "long": slice(0, None)}


def file(language: str, part: str) -> str:
    """Some of the sentences, a cue each."""
    text = SENTENCES[language].replace("\n", " ")
    marked = text
    for sign in (". ", "? ", "! ", "。 ", "？ ", "; ", "؟ "):
        marked = marked.replace(sign, f"{sign.strip()}\n")
    said = [line.strip() for line in marked.split("\n")] if language != "th" else text.split()
    kept = said[LENGTHS[part]] * (8 if part == "long" else 1)
    return "\n".join(
        f"{at}\n00:{at:02}:01,000 --> 00:{at:02}:03,000\n{line}\n" for at, line in enumerate(kept, start=1) if at < 60
    )


@pytest.mark.parametrize("part", LENGTHS)
@pytest.mark.parametrize(("name", "codec", "language"), CASES)
def test_repair_reads_the_text_as_it_was_written_and_says_in_which_encoding(
    name: str, codec: str, language: str, part: str
) -> None:
    wanted = file(language, part)
    text, problem = repaired(wanted.encode(codec))
    assert text == wanted
    if problem is not None:  # three sentences may be ASCII, or the same bytes in two encodings
        assert problem.code == "encoding"
        assert problem.repaired
    if part == "long":
        assert problem is not None
        assert name in problem.detail
        assert "confidence" in problem.detail
        assert looks_like(wanted.encode(codec)) == name


@pytest.mark.parametrize(
    "name", ["Windows-1252", "Windows-1251", "Shift_JIS", "EUC-KR", "GB18030", "UTF-16LE", "UTF-16BE"]
)
def test_strict_names_the_encoding_and_a_way_out_that_works(name: str) -> None:
    codec, languages = TABLE[name]
    data = file(languages[0], "long").encode(codec)
    with pytest.raises(Unreadable) as caught:
        srt.read(data)
    assert f"looks like {name}" in caught.value.reason
    assert f"iconv -f {name} -t UTF-8" in caught.value.reason
    assert srt.read(data.decode(name).encode()).cues == srt.read(data, "repair").cues


def test_the_line_of_the_first_wrong_byte_is_told() -> None:
    with pytest.raises(Unreadable) as caught:
        srt.read("1\n00:00:01,000 --> 00:00:01,900\nHm.\nFür dich\n".encode("cp1252"))
    assert (caught.value.line, "byte 38, line 4, character 2" in caught.value.reason) == (4, True)


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(codec: str) -> None:
    data = file("ru", "short").encode(codec)
    with pytest.raises(Unreadable, match=f"iconv -f {codec.upper()} "):
        srt.read(data)
    text, problem = repaired(data)
    assert text == file("ru", "short")
    assert problem is not None
    assert "by its byte order mark" in problem.detail


def test_a_byte_order_mark_of_utf_8_is_no_problem() -> None:
    assert repaired(codecs.BOM_UTF8 + "Für dich".encode()) == ("Für dich", None)


def test_utf_8_with_some_bytes_of_windows_1252_is_patched_where_it_is_wrong() -> None:
    text, problem = repaired("Für dich, für später.\nSchön hier.\n".encode() + b"F\xfcr\x97mich")
    assert text.endswith("Für—mich")
    assert problem is not None
    assert (problem.line, problem.repaired) == (3, True)
    assert "2 bytes of this UTF-8 file" in problem.detail


def test_what_nothing_gives_sense_to_is_not_guessed() -> None:
    assert looks_like(bytes(range(128, 256)) * 4) is None
    text, problem = repaired(bytes(range(128, 256)) * 4)
    assert problem is not None
    assert not problem.repaired
    assert text


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_some_text(data: bytes) -> None:
    text, problem = repaired(data)
    assert problem is not None or text == data.removeprefix(codecs.BOM_UTF8).decode()
