"""What a scanner sends, split anywhere, becomes the texts it read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scans import MOST_BYTES, Scans
from kiosk.identity.card_qr import CardQr, CardQrFault, read_card_qr

CARD = "001099012345|012345678|Nguyễn Văn An|01011999|Nam|Số 1, Quang Trung, Hà Đông, Hà Nội|15042021"


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), max_size=4), st.data())
def test_however_it_is_split_the_same_texts_arrive(texts: list[str], data: st.DataObject) -> None:
    sent = "".join(f"{text}\r\n" for text in texts).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=12)))
    scans = Scans()
    got: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        got += scans.feed(sent[start:end])
    assert got == texts
    assert not scans.pending


def test_a_scanner_without_line_ends_is_read_at_silence() -> None:
    scans = Scans()
    assert scans.feed(CARD.encode()[:20]) == ()
    assert scans.feed(CARD.encode()[20:]) == ()
    assert scans.silence() == (CARD,)
    assert scans.silence() == ()


def test_what_is_no_text_or_too_long_is_refused_by_the_reader_and_costs_no_memory() -> None:
    scans = Scans()
    (broken,) = scans.feed(CARD.encode("utf-16") + b"\n")
    assert read_card_qr(broken) == CardQrFault.UNREADABLE
    assert scans.feed(b"9" * 10_000_000) == ()
    (long,) = scans.feed(b"\r")
    assert len(long) == MOST_BYTES + 1
    assert read_card_qr(long) == CardQrFault.TOO_LARGE


def test_what_a_scanner_began_before_it_was_pulled_out_is_not_put_before_the_next() -> None:
    scans = Scans()
    scans.feed(b"0010990")
    scans.drop()
    (text,) = scans.feed(CARD.encode() + b"\n")
    assert isinstance(read_card_qr(text), CardQr)
