import io
import zlib
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from kiosk.devices import sample_papers
from kiosk.papers.faults import PaperFault
from kiosk.papers.page import Page, read_page
from kiosk.papers.pdf import LARGEST_DOCUMENT, DocumentPdf, bind
from kiosk.papers.pdf_file import LARGEST_PDF, MOST_PAGES, PdfFile, read_pdf
from kiosk.papers.upload import read_upload


def sample_page(name: str = "birth-paper") -> bytes:
    page = read_page(sample_papers.photograph(name))
    assert isinstance(page, Page)
    return page.jpeg


def pdf(pages: int = 1, **root: Any) -> bytes:
    """A PDF of empty pages; ``root`` goes into its catalogue."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def locked(owner: str, user: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner=owner, user=user))
    return buffer.getvalue()


def bomb() -> bytes:
    """A small file whose object stream unfolds to 300 MB."""
    body = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    parts = [b"%PDF-1.5\n"]
    offset = len(parts[0])
    parts.append(
        b"1 0 obj <</Type/ObjStm/N 2/First 10/Filter[/FlateDecode/FlateDecode]/Length %d>> stream\n" % len(body)
    )
    parts.append(body + b"\nendstream endobj\n")
    table = offset + len(parts[1]) + len(parts[2])
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([index])
        for kind, place, index in [(0, 0, 0), (1, offset, 0), (2, 1, 0), (2, 1, 1), (1, table, 0)]
    )
    parts.append(
        b"4 0 obj <</Type/XRef/Size 5/W[1 4 1]/Root 2 0 R/Length %d>> stream\n" % len(rows)
        + rows
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % table
    )
    return b"".join(parts)


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.parametrize("pages", [1, 3, MOST_PAGES])
def test_a_plain_pdf_is_taken_as_it_is(pages: int) -> None:
    data = pdf(pages)
    assert read_pdf(data) == PdfFile(data, pages, signed=False)
    assert read_upload(data) == read_pdf(data)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PaperFault.EMPTY),
        (b"no pdf", PaperFault.WRONG_TYPE),
        (b"%PDF-1.7\n" + bytes(LARGEST_PDF), PaperFault.PDF_TOO_LARGE),
        (b"%PDF-1.7\nnothing more", PaperFault.BROKEN),
        (locked("owner", "user"), PaperFault.PDF_LOCKED),
        (locked("owner", ""), PaperFault.PDF_LOCKED),
        (pdf(0), PaperFault.PDF_PAGES),
        (pdf(MOST_PAGES + 1), PaperFault.PDF_PAGES),
        (pdf(OpenAction=SCRIPT), PaperFault.PDF_SCRIPTS),
        (pdf(Names=Dictionary(JavaScript=Dictionary(Names=Array()))), PaperFault.PDF_SCRIPTS),
        (pdf(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array()))), PaperFault.PDF_SCRIPTS),
        (pdf(AcroForm=Dictionary(Fields=Array(), XFA=String("x"))), PaperFault.PDF_SCRIPTS),
        (pdf(AA=Dictionary(WC=SCRIPT)), PaperFault.PDF_SCRIPTS),
        (pdf(Deep=Array([Array([Dictionary(A=Dictionary(S=Name.Launch))])])), PaperFault.PDF_SCRIPTS),
        (bomb(), PaperFault.BROKEN),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(data: bytes, fault: PaperFault) -> None:
    assert read_pdf(data) is fault


def test_where_a_pdf_opens_is_harmless() -> None:
    data = pdf(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))
    assert isinstance(read_pdf(data), PdfFile)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_pdf_or_a_fault(data: bytes) -> None:
    assert isinstance(read_pdf(b"%PDF-1.4\n" + data), PdfFile | PaperFault)


PLAIN = pdf(2)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_pdf_gives_a_pdf_or_a_fault(place: int, damage: bytes) -> None:
    data = PLAIN[:place] + damage + PLAIN[place + len(damage) :]
    assert isinstance(read_pdf(data), PdfFile | PaperFault)


def bound(*pages: bytes) -> DocumentPdf:
    document = bind(pages)
    assert isinstance(document, DocumentPdf)
    return document


def test_pages_are_bound_on_a4_in_their_order() -> None:
    document = bound(sample_page(), sample_page("sideways"), pdf(2))
    assert document.pages == 4
    with pikepdf.open(io.BytesIO(document.data)) as opened:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox) for page in opened.pages]
    assert sizes == [(0, 0, 595, 842), (0, 0, 842, 595), (0, 0, 595, 842), (0, 0, 595, 842)]


def test_a_photograph_is_bound_without_touching_its_pixels() -> None:
    jpeg = sample_page()
    with pikepdf.open(io.BytesIO(bound(jpeg).data)) as opened:
        ((_, image),) = opened.pages[0].Resources.XObject.items()
        assert image.read_raw_bytes() == jpeg


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = [sample_page(), pdf()]
    assert bound(*pages) == bound(*pages)


def test_nobody_is_named_in_a_document() -> None:
    with pikepdf.new() as source:
        source.add_blank_page(page_size=(595, 842))
        source.docinfo[Name.Author] = String("Sung Thi Mau")
        with source.open_metadata() as metadata:
            metadata["dc:creator"] = ["Sung Thi Mau"]
        source.pages[0].obj[Name.PieceInfo] = Dictionary(Word=String("Sung Thi Mau"))
        source.pages[0].obj[Name.Metadata] = source.make_stream(b"Sung Thi Mau")
        buffer = io.BytesIO()
        source.save(buffer, compress_streams=False)
    assert b"Sung Thi Mau" in buffer.getvalue()
    document = bound(buffer.getvalue(), sample_page())
    with pikepdf.open(io.BytesIO(document.data)) as opened:
        assert not opened.docinfo
        assert Name.Metadata not in opened.Root
        buffer = io.BytesIO()
        opened.save(buffer, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for trace in (b"Mau", b"img2pdf", b"Date", b"Producer"):
        assert trace not in buffer.getvalue()


def test_a_signed_pdf_alone_is_left_as_it_is() -> None:
    signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("signature"))
    data = pdf(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Sig, V=signature)]), SigFlags=3))
    assert read_pdf(data) == PdfFile(data, 1, signed=True)
    assert bound(data) == DocumentPdf(data, 1)


def noise_page(size: tuple[int, int] = (1654, 2339)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def test_a_heavy_document_steps_down_until_it_fits() -> None:
    page = noise_page()
    assert 4 * len(page) > LARGEST_DOCUMENT
    document = bound(page, page, page, page)
    assert document.pages == 4
    assert len(document.data) <= LARGEST_DOCUMENT


def test_what_cannot_fit_or_is_nothing_says_so() -> None:
    assert bind([]) is PaperFault.EMPTY
    assert bind([locked("owner", "")]) is PaperFault.PDF_LOCKED
    assert bind([pdf(30), pdf(30)]) is PaperFault.PDF_PAGES
    assert bind([noise_page((700, 900))] * (MOST_PAGES + 1)) is PaperFault.PDF_PAGES
    heavy = pdf(Heavy=String(""))
    with pikepdf.open(io.BytesIO(heavy)) as document:
        noise = noise_page()
        for page in document.pages:
            page.obj[Name.Resources] = Dictionary(
                XObject=Dictionary(I=document.make_stream((noise * 9)[: LARGEST_PDF - 50_000]))
            )
        buffer = io.BytesIO()
        document.save(buffer)
    assert isinstance(read_pdf(buffer.getvalue()), PdfFile)
    assert bind([buffer.getvalue(), noise_page(), noise_page()]) is PaperFault.PDF_TOO_LARGE
