"""The same texts in SQLite FTS5, rapidfuzz and tantivy, each asked in its own simple way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

from kiosk.catalogue.search_words import folded_words

Texts: TypeAlias = Sequence[tuple[str, str]]
"""A text to be found, and the code it leads to."""

Ask: TypeAlias = Callable[[str], list[str]]
"""The codes found for a query, the best first, three at most."""

FIRST = 3


def fts5_plain(texts: Texts) -> Ask:
    """FTS5 on the names as they are, with its own removal of marks; the last word may be half typed."""
    return _fts5(texts)


def fts5_folded(texts: Texts) -> Ask:
    """FTS5 on names folded by us."""
    return _fts5([(" ".join(folded_words(text)), code) for text, code in texts])


def rapidfuzz(texts: Texts) -> Ask | None:
    """The token set ratio over all folded names; None when it is not installed."""
    if find_spec("rapidfuzz") is None:
        return None
    package: Any = import_module("rapidfuzz")  # in the bench lock alone
    fuzz, process = package.fuzz, package.process

    names = [" ".join(folded_words(text)) for text, _ in texts]

    def ask(query: str) -> list[str]:
        folded = " ".join(folded_words(query))
        found = process.extract(folded, names, scorer=fuzz.token_set_ratio, limit=FIRST)
        return [texts[place][1] for _, _, place in found]

    return ask


def tantivy(texts: Texts) -> Ask | None:
    """Folded names, each word with one slip forgiven, the last half typed; None when not installed."""
    if find_spec("tantivy") is None:
        return None
    engine: Any = import_module("tantivy")  # in the bench lock alone

    schema = engine.SchemaBuilder().add_text_field("name").add_text_field("code", stored=True).build()
    index = engine.Index(schema)
    writer = index.writer()
    for text, code in texts:
        writer.add_document(engine.Document(name=" ".join(folded_words(text)), code=code))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[str]:
        words = folded_words(query)
        if not words:
            return []
        parts = [
            (engine.Occur.Should, engine.Query.fuzzy_term_query(schema, "name", word, 1, True, word is words[-1]))
            for word in words
        ]
        parts += [(engine.Occur.Should, engine.Query.term_query(schema, "name", word)) for word in words]
        hits = searcher.search(engine.Query.boolean_query(parts), FIRST).hits
        return [str(searcher.doc(address)["code"][0]) for _, address in hits]

    return ask


def _fts5(texts: Texts) -> Ask:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        "CREATE VIRTUAL TABLE names USING fts5(name, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    database.executemany(
        "INSERT INTO names (rowid, name) VALUES (?, ?)", ((row, text) for row, (text, _) in enumerate(texts, start=1))
    )

    def ask(query: str) -> list[str]:
        words = folded_words(query)
        if not words:
            return []
        wanted = " ".join(f'"{word}"' for word in words) + "*"
        rows = database.execute("SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (wanted, FIRST))
        return [texts[row - 1][1] for (row,) in rows]

    return ask
