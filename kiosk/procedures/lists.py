"""Closed lists that a search_one question may offer by name: the keys and labels of assets/lists, without I/O."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.procedures.model import Option


def _options(table: str) -> tuple[Option, ...]:
    rows = (line.partition(" ") for line in table.strip().splitlines())
    return tuple(Option(key, label.strip()) for key, _, label in rows)


_ETHNIC_GROUPS = """
kinh Kinh
tay Tày
thai Thái
hoa Hoa
kho_me Khmer
muong Mường
nung Nùng
hmong Mông
dao Dao
gia_rai Gia Rai
ngai Ngái
e_de Ê Đê
ba_na Ba Na
xo_dang Xơ Đăng
san_chay Sán Chay
co_ho Cơ Ho
cham Chăm
san_diu Sán Dìu
hre Hrê
mnong Mnông
ra_glai Ra Glai
xtieng Xtiêng
bru_van_kieu Bru Vân Kiều
tho Thổ
giay Giáy
co_tu Cơ Tu
gie_trieng Gié Triêng
ma Mạ
kho_mu Khơ Mú
co Co
ta_oi Tà Ôi
cho_ro Chơ Ro
khang Kháng
xinh_mun Xinh Mun
ha_nhi Hà Nhì
chu_ru Chu Ru
lao Lào
la_chi La Chí
la_ha La Ha
phu_la Phù Lá
la_hu La Hủ
lu Lự
lo_lo Lô Lô
chut Chứt
mang Mảng
pa_then Pà Thẻn
co_lao Cơ Lao
cong Cống
bo_y Bố Y
si_la Si La
pu_peo Pu Péo
brau Brâu
o_du Ơ Đu
ro_mam Rơ Măm
other Dân tộc khác
"""

LISTS: Mapping[str, tuple[Option, ...]] = {"ethnic_groups": _options(_ETHNIC_GROUPS)}
