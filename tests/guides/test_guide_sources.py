"""What the guides print is in the portal's own text. Needs the optional samples folder."""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path

import pytest

from tests.guides.walking import guide

SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "data"))
TEXTS = SAMPLES / "portal" / "texts.jsonl.gz"
pytestmark = pytest.mark.skipif(not TEXTS.exists(), reason="the samples folder with the portal's texts is not here")


@cache
def portal() -> dict[str, str]:
    with gzip.open(TEXTS, "rt", encoding="utf-8") as lines:
        return {row["code"]: row["text"] for row in map(json.loads, lines)}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "1.001193",
            "nếu tiếp nhận hồ sơ sau 15 giờ thì có Phiếu hẹn, trả kết quả cho người yêu cầu trong ngày làm việc",
        ),
        ("1.001193", "Trong thời hạn 60 ngày kể từ ngày sinh con"),
        ("1.001193", "Trong thời hạn 03 ngày làm việc kể từ ngày nhận được yêu cầu xác minh"),
        ("1.001193", "niêm yết tại trụ sở Ủy ban nhân dân trong 07 ngày liên tục"),
        ("1.001193", "không phải có văn bản ủy quyền của cha, mẹ trẻ em, nhưng phải thống nhất với cha, mẹ"),
        ("1.001193", "không có phản hồi sau thời hạn một ngày"),
        ("2.000635", "Phí, lệ phí: 8000 VNĐ"),
        ("1.000689", "ít nhất hai người làm chứng về mối quan hệ cha, mẹ, con"),
        ("1.004194", "thu 7.000 đồng/lần đăng ký"),
        ("1.004194", "thu 15.000 đồng/lần đăng ký"),
        ("1.004194", "Thời hạn giải quyết: 3 WORKING_DAY"),
        ("1.004194", "Công an cấp Xã"),
        ("1.004194", "không bắt buộc phải công chứng hoặc chứng thực"),
        ("1.004194", "Trong thời hạn tối đa 60 ngày kể từ ngày người chưa thành niên được đăng ký khai sinh"),
        ("1.002755", "Trong thời hạn 15 ngày trước ngày kết thúc thời hạn tạm trú đã đăng ký"),
        ("1.004222", "Thời hạn giải quyết: 7 WORKING_DAY"),
    ],
)
def test_the_portal_still_says_so(code: str, words: str) -> None:
    assert words in portal()[code]


@pytest.mark.parametrize(
    ("code", "document", "words"),
    [
        (
            "1.001193",
            "surrogacy",
            "văn bản xác nhận của cơ sở y tế đã thực hiện kỹ thuật hỗ trợ sinh sản cho việc mang thai hộ",
        ),
        ("1.001193", "witness", "văn bản của người làm chứng xác nhận về việc sinh"),
        ("1.001193", "undertaking", "giấy cam đoan về việc sinh"),
        ("1.004194", "dwelling", "giấy tờ, tài liệu chứng minh chỗ ở hợp pháp"),
    ],
)
def test_documents_are_called_what_the_portal_calls_them(code: str, document: str, words: str) -> None:
    label = next(each.label for each in guide(code).documents if each.key == document)
    assert label.lower() == words
    assert words in portal()[code]
