import io

import zxingcpp
from PIL import Image

from kiosk.procedures import lookup_code
from kiosk.slip import code_picture


def test_the_picture_reads_back_as_the_code_and_nothing_else() -> None:
    code = lookup_code.new(b"slips")
    with Image.open(io.BytesIO(code_picture(code))) as picture:
        (read,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert read.text == code
    assert read.ec_level == "M"


def test_the_picture_has_a_quiet_zone_and_is_the_same_each_time() -> None:
    code = lookup_code.new(b"slips")
    data = code_picture(code)
    assert data == code_picture(code)
    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
        edge = 4 * 12
        inner = grey.crop((edge, edge, grey.width - edge, grey.height - edge))
        assert grey.getpixel((edge, edge)) == 0
        grey.paste(255, (edge, edge, grey.width - edge, grey.height - edge))
        assert grey.getextrema() == (255, 255)
        assert inner.getextrema() == (0, 255)
