"""The portal's long sentences made fit for a screen: titles, paragraphs and the names of form files.

What is left out is always said to be left out, and where to read it.
"""

from __future__ import annotations

import html
import re

from kiosk.phrases import say
from kiosk.text import fold

CASE = "case.choice"
"""The key of the question that is asked first where a procedure has several cases."""

TITLE = 90
LONGEST_NAME = 90
PARAGRAPH = 300
LONGEST_OPTION = 180
_LEAST_TITLE = 14
_SLACK = 20  # what is left out is worth leaving out
_LEAST_SHARED = 40

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_MARK = re.compile(r"^[\s\-–+*•·.;,:]+(?=\S)")
_BREAK = re.compile(
    r"[.;:](?=\s)|\s\(|,? (?:theo (?:mẫu|quy định)|ban hành|quy định tại|được quy định|được cấp theo|trong trường hợp"
    r"|đối với|trường hợp)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+|\s+(?=\+ )")
_EXTENSION = re.compile(r"\.(?:docx?|pdf|xlsx?|odt|rtf|zip|rar)$", re.IGNORECASE)
_FORM_NUMBER = re.compile(
    r"\bm[aẫ]u\s*(?:đơn|don|tờ khai)?\s*(?:s[oố])?[\s.]*(\d{1,3}[a-zđ]?(?:/\d{1,3})?)(?![\d\w])", re.IGNORECASE
)
_FORM_MARK = re.compile(r"\b(?:CT|TK|DC|CC|NA|HK|TP)\d{2}[a-z]?\b")


def case_key(number: int) -> str:
    """The option's key of the case with this number, from 1."""
    return f"case{number}"


def plain(text: str) -> str:
    """The text on one line, without marks of HTML and of lists."""
    bare = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return _MARK.sub("", " ".join(bare.split())).strip()


def cut(text: str, most: int) -> str:
    """One line, cut at a word with «…» where it is longer."""
    line = plain(text)
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:(–-") + "…"


def title(text: str, most: int = TITLE) -> str:
    """The beginning that names the thing: up to the sentence's first break where the whole is longer than a line."""
    line = plain(text)
    if len(line) <= most:
        return line
    ends = (match.start() for match in _BREAK.finditer(line))
    end = next((end for end in ends if end >= _LEAST_TITLE), len(line))
    if end <= most:
        return line[:end]
    return line if len(line) <= most + _SLACK else cut(line, most)


def everyday(name: str) -> str:
    """A procedure's name as the screens call it: the longest of the portal have 265 words."""
    return title(name, LONGEST_NAME)


def rest_of(whole: str, shown: str, most: int) -> str:
    """What a title leaves out: all of it, or only what comes after where the title is how it begins."""
    if whole == shown:
        return ""
    beginning = shown.rstrip("…")
    if not whole.startswith(beginning):
        return cut(whole, most)
    return f"… {cut(whole[len(beginning) :], most)}"


def distinct_titles(texts: list[str]) -> list[str]:
    """A title for each; those that would be alike say more, and at last a number."""
    found = [title(text) for text in texts]
    for number, text in enumerate(texts):
        if found.count(found[number]) > 1 and plain(text) != found[number]:
            found[number] = cut(text, TITLE + 40)
    return [f"{one} ({number})" if found.count(one) > 1 else one for number, one in enumerate(found, 1)]


def distinct_names(texts: list[str]) -> list[str]:
    """Names to choose from: a long beginning that all share is left out, and ends are kept where only they differ."""
    lines = [plain(text) for text in texts]
    shared = _shared_beginning(lines)
    bare = [f"… {line[shared:]}" for line in lines] if shared >= _LEAST_SHARED else lines
    shortened = [cut(line, LONGEST_OPTION) for line in bare]
    if len(set(shortened)) < len(set(bare)):
        shortened = [_both_ends(line) for line in bare]
    return [
        say("generic.numbered", number=str(number), name=name) if shortened.count(name) > 1 else name
        for number, name in enumerate(shortened, 1)
    ]


def _shared_beginning(lines: list[str]) -> int:
    """How many characters all lines begin with, up to the word before they part; 0 where a line has no more."""
    first, last = min(lines), max(lines)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first.rfind(" ", 0, max(0, first.rfind(" ", 0, same))) + 1 if same < len(first) else 0


def _both_ends(line: str) -> str:
    if len(line) <= LONGEST_OPTION:
        return line
    half = LONGEST_OPTION // 2
    return f"{cut(line, half)} {line[-half:].split(' ', 1)[-1]}"


def paragraphs(text: str, most: int, rest: str) -> list[str]:
    """The text in at most ``most`` pieces that a card holds; ``rest`` is said where not all of it fits."""
    pieces: list[str] = []
    for sentence in filter(None, map(plain, _SENTENCE.split(text))):
        for part in _in_parts(sentence):
            if pieces and len(pieces[-1]) + len(part) < PARAGRAPH:
                pieces[-1] = f"{pieces[-1]} {part}"
            else:
                pieces.append(part)
    return pieces if len(pieces) <= most else [*pieces[: most - 1], f"{cut(pieces[most - 1], PARAGRAPH - 60)} {rest}"]


def _in_parts(sentence: str) -> list[str]:
    """A sentence longer than a card, broken at words."""
    parts = [""]
    for word in sentence.split():
        if parts[-1] and len(parts[-1]) + len(word) >= PARAGRAPH:
            parts.append(word[:PARAGRAPH])
        else:
            parts[-1] = f"{parts[-1]} {word[:PARAGRAPH]}".strip()
    return parts


def form_name(files: str) -> str:
    """What a form is called, out of the names of its files; "" where they say nothing a person can read."""
    names: dict[str, None] = {}
    for file in files.split("; "):
        bare = " ".join(_EXTENSION.sub("", file.strip()).replace("_", " ").split())
        number = form_number(bare)
        if number:
            names[number] = None
        elif fold(bare) != bare.casefold() and " " in bare:  # words with their accents, not a mangled name
            names[cut(bare, TITLE)] = None
    return ", ".join(names)


def form_number(text: str) -> str:
    """The number of the form that a document's own words name («theo Mẫu số 01»); "" when they name none."""
    found = _FORM_NUMBER.search(text) or _FORM_MARK.search(text)
    return "" if found is None else say("generic.form_number", number=found[found.lastindex or 0])
