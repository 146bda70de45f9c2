"""Papers of nobody, so that the simulated camera has something to photograph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Effect = Literal["straight", "sideways", "dark", "bright", "blurred"]


@dataclass(frozen=True)
class Paper:
    """What is printed and written on a paper; without a title it is blank."""

    issuer: str
    title: str
    lines: tuple[tuple[str, str], ...]  # printed label, what is written behind it
    signer: str


_BIRTH_PAPER = Paper(
    "TRẠM Y TẾ XÃ MẪU",
    "GIẤY CHỨNG SINH",
    (
        ("Họ và tên mẹ/người nuôi dưỡng:", "LÒ THỊ MAI"),
        ("Ngày, tháng, năm sinh:", "05/09/2002"),
        ("Số định danh cá nhân:", "012302000007"),
        ("Dân tộc:", "Thái"),
        ("Nơi cư trú:", "Bản Nà Luồng, xã Mẫu, tỉnh Lai Châu"),
        ("Họ và tên cha:", "NGUYỄN VĂN AN"),
        ("Đã sinh con vào lúc:", "06 giờ 40 phút, ngày 21 tháng 11 năm 2026"),
        ("Tại:", "Trạm Y tế xã Mẫu"),
        ("Số lần sinh:", "01        Số con hiện sống:  01"),
        ("Số con trong lần sinh này:", "01"),
        ("Giới tính con:", "Nữ        Cân nặng:  3.100 g"),
        ("Dự định đặt tên con là:", "NGUYỄN THỊ MINH AN"),
        ("Người đỡ đẻ:", "Hoàng Thị Mẫu"),
    ),
    "THỦ TRƯỞNG CƠ SỞ Y TẾ",
)
_WITNESS = Paper(
    "",
    "VĂN BẢN CỦA NGƯỜI LÀM CHỨNG VỀ VIỆC SINH",
    (
        ("Tôi tên là:", "SÙNG THỊ MẪU"),
        ("Số định danh cá nhân:", "012180000009"),
        ("Nơi cư trú:", "Bản Nà Luồng, xã Mẫu, tỉnh Lai Châu"),
        ("Đã chứng kiến bà:", "LÒ THỊ MAI"),
        ("Sinh con:", "một bé gái, tại nhà, ngày 21/11/2026"),
    ),
    "NGƯỜI LÀM CHỨNG",
)
_COMMITMENT = Paper(
    "",
    "GIẤY CAM ĐOAN VỀ VIỆC SINH",
    (
        ("Tôi tên là:", "LÒ THỊ MAI"),
        ("Số định danh cá nhân:", "012302000007"),
        ("Cam đoan đã sinh:", "một bé gái, ngày 21/11/2026"),
        ("Tại:", "Bản Nà Luồng, xã Mẫu, tỉnh Lai Châu"),
    ),
    "NGƯỜI CAM ĐOAN",
)
_AUTHORISATION = Paper(
    "",
    "VĂN BẢN ỦY QUYỀN",
    (
        ("Bên ủy quyền:", "LÒ THỊ MAI"),
        ("Bên được ủy quyền:", "LÒ VĂN MẪU"),
        ("Việc được ủy quyền:", "đăng ký khai sinh cho bé"),
        ("Nơi chứng thực:", "Ủy ban nhân dân xã Mẫu"),
    ),
    "NGƯỜI ỦY QUYỀN",
)
_SURROGACY = Paper(
    "BỆNH VIỆN MẪU",
    "XÁC NHẬN VỀ VIỆC MANG THAI HỘ",
    (
        ("Người nhờ mang thai hộ:", "TRẦN THỊ MẪU"),
        ("Người mang thai hộ:", "TRẦN THỊ VÍ DỤ"),
        ("Ngày sinh của bé:", "21/11/2026"),
    ),
    "GIÁM ĐỐC",
)
_HOME_PROOF = Paper(
    "",
    "HỢP ĐỒNG THUÊ NHÀ Ở",
    (
        ("Bên cho thuê:", "PHẠM VĂN MẪU"),
        ("Bên thuê:", "NGUYỄN VĂN AN"),
        ("Địa chỉ nhà ở:", "Số 1, phố Mẫu, phường Mẫu"),
        ("Thời hạn thuê:", "từ 01/11/2026 đến 31/10/2027"),
        ("Diện tích:", "40 m²"),
    ),
    "BÊN CHO THUÊ          BÊN THUÊ",
)
_BLANK = Paper("", "", (), "")

_BUILTINS: dict[str, tuple[Paper, Effect]] = {
    "birth-paper": (_BIRTH_PAPER, "straight"),
    "witness": (_WITNESS, "straight"),
    "commitment": (_COMMITMENT, "straight"),
    "authorisation": (_AUTHORISATION, "straight"),
    "surrogacy": (_SURROGACY, "straight"),
    "home-proof": (_HOME_PROOF, "straight"),
    "sideways": (_BIRTH_PAPER, "sideways"),
    "dark": (_BIRTH_PAPER, "dark"),
    "bright": (_BIRTH_PAPER, "bright"),
    "blurred": (_BIRTH_PAPER, "blurred"),
    "blank": (_BLANK, "straight"),
}

_CARD_BACK = "card-back"
NAMES = (*_BUILTINS, _CARD_BACK)
"""The pictures that can be asked for by name."""


@lru_cache(maxsize=4)
def photograph(name: str) -> bytes:
    """Return the named paper as a JPEG photograph."""
    if name == _CARD_BACK:
        from kiosk.devices.card_drawing import photograph_of_card  # noqa: PLC0415 - as below

        return photograph_of_card()
    from kiosk.devices.paper_drawing import photograph_of  # noqa: PLC0415 - the first frame does not wait for Pillow

    paper, effect = _BUILTINS[name]
    return photograph_of(paper, effect)
