"""Strict YAML with line numbers: one document, no aliases, no tags, no key twice, bounded in size and depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "": None}


class LineError(ValueError):
    """The text is not YAML of the strict kind; ``line`` is 1-based."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the line it begins on; a mapping has Entry values, a list has Entry items."""

    value: Any
    line: int

    def plain(self) -> Any:
        """Return the value without line numbers."""
        match self.value:
            case dict():
                return {key: entry.plain() for key, entry in self.value.items()}
            case list():
                return [entry.plain() for entry in self.value]
            case value:
                return value


def read_yaml(data: bytes) -> Entry:
    """Parse one document; raises LineError."""
    if len(data) > MAX_BYTES:
        raise LineError(1, f"longer than {MAX_BYTES // 1024} KB")
    try:
        text = data.decode("utf-8")
        _refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise LineError(data[: error.start].count(b"\n") + 1, "not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        raise LineError(getattr(error.problem_mark, "line", 0) + 1, error.problem or "not YAML") from None
    except yaml.YAMLError as error:
        raise LineError(1, str(error).splitlines()[0]) from None
    if node is None:
        raise LineError(1, "empty")
    return _entry(node, 0)


def _refuse_aliases(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = getattr(event.start_mark, "line", 0) + 1
        if getattr(event, "anchor", None) is not None:
            raise LineError(line, "anchors and aliases are not allowed")
        if getattr(event, "tag", None) is not None:
            raise LineError(line, "tags are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise LineError(line, f"nested deeper than {MAX_DEPTH}")


def _entry(node: yaml.Node, depth: int) -> Entry:
    line = node.start_mark.line + 1
    match node:
        case yaml.MappingNode():
            return Entry(_mapping(node, depth), line)
        case yaml.SequenceNode():
            return Entry([_entry(item, depth + 1) for item in node.value], line)
        case yaml.ScalarNode():
            return Entry(_scalar(node), line)
    raise LineError(line, "not YAML")


def _mapping(node: yaml.MappingNode, depth: int) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise LineError(line, "a key must be a word")
        if key.value in found:
            raise LineError(line, f"key twice: {key.value}")
        found[key.value] = _entry(value, depth + 1)
    return found


def _scalar(node: yaml.ScalarNode) -> object:
    """Read plain integers, true, false and null; «on», «off» and dates stay words, as a journey means them."""
    if node.style is not None:
        return node.value
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    return _WORDS.get(node.value, node.value)
