"""What an import met: every oddity with the procedure and the field it stands in, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

KINDS: Mapping[str, str] = {
    # letters and spaces
    "not_nfc": "letters written as letter plus mark: composed",
    "nbsp": "non-breaking or exotic spaces: made plain spaces",
    "direction_mark": "invisible direction marks: removed",
    "soft_hyphen": "soft hyphens: removed",
    "zero_width": "zero-width characters: removed",
    "eth": "Ð (U+00D0, U+0189) typed for Đ: mended",
    "control": "control, private or broken characters: removed",
    "tab": "tabs: made spaces",
    "line_break": "line breaks in the middle of a line or a sentence: joined",
    "too_long": "longer than any honest field: cut",
    "capitals": "a name in capitals: lowered for the screen, kept in the official name",
    # shape
    "unreadable": "not JSON of the portal's shape: left out",
    "truncated": "the file breaks off: what stood before was read",
    "too_large": "more than a file or a list may hold: the rest was left out",
    "wrong_type": "a value of another type than the portal's: taken as missing",
    "no_code": "a row without a usable code: left out",
    "no_name": "a row without a name: left out",
    "code_mended": "spaces around a code: removed",
    "code_unusual": "a code of an unusual form: kept",
    "code_marked_deleted": "a code that ends in «-Xoa»: its procedure is taken as expired",
    "code_clash": "a code with spaces that is another procedure's: kept under the code with «-2»",
    "duplicate": "the same procedure again: the newest is kept",
    "older": "older than what the catalogue holds: not taken",
    "name_differs": "list and detail name it differently: the detail's name is kept",
    "unknown_word": "a state, type, unit or channel that the portal did not have before",
    # who and where
    "district_level": "names the district level, which ended on 1 July 2025",
    "no_agency": "no agency is named",
    "no_level": "nothing says whether commune, province or ministry decides",
    "no_promulgator": "who decided the procedure is missing",
    "no_field": "the field («lĩnh vực») is missing",
    "no_decision": "the number of the decision is missing",
    # documents
    "note_row": "a document row with quantity 0/0: taken as a note",
    "note_with_quantity": "a note («Lưu ý») with a quantity: taken as a note",
    "quantity": "a quantity that cannot be: taken as 1",
    "part_joined": "a «+ …» line: put back under its parent",
    "part_loose": "a «+ …» line whose parent the text does not show: left where it stands",
    "case_unnamed": "a group of documents without a name: counts for every case",
    "case_duplicate": "two cases of the same name: joined, what is not in both is asked",
    "case_empty": "a group without documents: left out",
    "case_heading": "a group that is a heading and no case: its documents count for every case",
    "case_added": "a group of further documents for one situation: asked, never taken for granted",
    "case_named_as_document": "a group named like a document: counts for every case",
    "document_duplicate": "the same document again in one case: kept once",
    "form_in_some_cases": "the application form is listed in some cases only",
    "order": "parts, cases or steps in scrambled order: put in the order of their numbers",
    "no_documents": "a detail without any document",
    # times and fees
    "unit_other": "unit OTHER: the case's own time or the text is taken",
    "time_unknown": "nothing says how long it takes",
    "time_mended": "a time that is no number of its unit: read from its words",
    "time_contradicts_text": "the time is not the one in its own text: the text is told",
    "time_differs_from_case": "method and case state different times: both are kept",
    "method_duplicate": "the same way to hand in twice: kept once",
    "no_method": "a detail without any way to hand in",
    "fee_zero": "fee 0 without a word that it is free: told at the desk",
    "fee_missing": "a fee without an amount: told at the desk",
    "fee_several": "several amounts in one fee's text: the text is told",
    "fee_contradicts_text": "the amount is not in its own text: the text is told",
    "fee_implausible": "an amount below 1.000 đ: told at the desk",
    "fee_foreign": "an amount in another currency: told at the desk",
    "fee_reduced": "an amount that its text lowers for a time: the text is told",
    "fee_text_is_exemption": "the text says who need not pay, not what the amount is for: kept apart",
    # review
    "corrected": "changed by a reviewed correction of ours",
    "correction_idle": "a reviewed correction that finds nothing to correct any more",
}


class Oddity(NamedTuple):
    """``code`` is "" where no procedure is known; then ``field`` is a file and the number of the row."""

    kind: str
    code: str
    field: str


@dataclass
class Report:
    """All oddities of one import."""

    found: Counter[Oddity] = field(default_factory=Counter)

    def note(self, kind: str, code: str, where: str) -> None:
        if kind not in KINDS:
            raise KeyError(kind)
        self.found[Oddity(kind, code, where)] += 1

    def add(self, other: Report) -> None:
        """Take over what another report found."""
        self.found.update(other.found)

    def counts(self) -> dict[str, int]:
        """How often each kind was met, in the order of KINDS."""
        total: Counter[str] = Counter()
        for oddity, times in self.found.items():
            total[oddity.kind] += times
        return {kind: total[kind] for kind in KINDS if total[kind]}

    def procedures(self) -> dict[str, int]:
        """How many procedures each kind was met in."""
        codes: dict[str, set[str]] = {}
        for oddity in self.found:
            codes.setdefault(oddity.kind, set()).add(oddity.code)
        return {kind: len(codes[kind]) for kind in KINDS if kind in codes}

    def of(self, code: str) -> tuple[Oddity, ...]:
        """The oddities of one procedure."""
        return tuple(sorted(oddity for oddity in self.found if oddity.code == code))
