"""The abbreviations and foreign words of the field, in full."""

from __future__ import annotations

import re

ABBREVIATIONS = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "CMTND": "chứng minh thư nhân dân",
    "VNeID": "vê nờ e ai đi",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BHTN": "bảo hiểm thất nghiệp",
    "TTHC": "thủ tục hành chính",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "HKTT": "hộ khẩu thường trú",
    "GPLX": "giấy phép lái xe",
    "GKS": "giấy khai sinh",
    "GCN": "giấy chứng nhận",
    "QSDĐ": "quyền sử dụng đất",
    "ĐKKD": "đăng ký kinh doanh",
    "MST": "mã số thuế",
    "CSDL": "cơ sở dữ liệu",
    "LLTP": "lý lịch tư pháp",
    "GTVT": "giao thông vận tải",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "VNĐ": "đồng",
    "VND": "đồng",
    "SĐT": "số điện thoại",
    "ĐT": "điện thoại",
    "TP.HCM": "thành phố Hồ Chí Minh",
    "TPHCM": "thành phố Hồ Chí Minh",
    "TP": "thành phố",
    "TX": "thị xã",
    "TT": "thị trấn",
    "TDP": "tổ dân phố",
    "KĐT": "khu đô thị",
    "P": "phường",
    "Q": "quận",
    "Đ/c": "địa chỉ",
    "đ/c": "địa chỉ",
    "v/v": "về việc",
    "V/v": "về việc",
    "k/g": "kính gửi",
    "SIM": "sim",
    "OTP": "ô tê pê",
    "QR": "quy a",
    "PDF": "pê đê ép",
    "SMS": "ét em ét",
    "NFC": "en ép xi",
    "USB": "u ét bê",
    "ID": "ai đi",
    "eID": "e ai đi",
    "VNPT": "vê nờ pê tê",
    "Wi-Fi": "oai phai",
    "WiFi": "oai phai",
    "wifi": "oai phai",
    "email": "i meo",
    "Email": "i meo",
    "e-mail": "i meo",
    "E-mail": "i meo",
    "website": "trang mạng",
    "App Store": "áp xto",
    "Google Play": "gu gồ pờ lây",
    "Android": "an đroi",
    "iPhone": "ai phôn",
    "iOS": "ai ô ét",
    "m²": "mét vuông",
    "m2": "mét vuông",
    "km": "ki lô mét",
    "cm": "xen ti mét",
    "kg": "ki lô gam",
    "MB": "mê ga bai",
}
_DOTTED = frozenset({"TP", "TX", "TT", "P", "Q"})
"""Said only with their dot («P. Lê Chân»): the letter alone is a letter."""

_SPELT_OUT = re.compile(
    r"(?<![\w/-])("
    + "|".join(
        re.escape(short) + (r"\.(?=\s?\w)" if short in _DOTTED else "")
        for short in sorted(ABBREVIATIONS, key=len, reverse=True)
    )
    + r")(?![\w])"
)


def expand(text: str) -> str:
    """Say the abbreviations of the field in full."""
    return _SPELT_OUT.sub(lambda match: ABBREVIATIONS[match[1].rstrip(".") or match[1]], text)
