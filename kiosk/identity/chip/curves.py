"""The elliptic curves that cards use, with the little arithmetic that `cryptography` does not offer: whole points.

PACE maps the generator to a point that only card and terminal know, and then multiplies that. `cryptography` multiplies
its own generator, or gives one coordinate of a product. What is multiplied here lives for one tap, so its timing tells
nobody anything. Parameters: FIPS 186-4 and RFC 5639, restated by `openssl ecparam` (3.0.19, 2026-11-24).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors import ProtocolError

Point: TypeAlias = tuple[int, int]

_EVEN, _UNCOMPRESSED = 2, 4


@dataclass(frozen=True)
class Curve:
    """y² = x³ + ax + b over the field of ``p``; ``number`` is the standardised domain parameter of PACE, if any."""

    number: int
    p: int
    a: int
    b: int
    generator: Point
    order: int
    named: ec.EllipticCurve

    @property
    def width(self) -> int:
        """Bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    def holds(self, point: Point) -> bool:
        x, y = point
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x + self.a) * x - self.b) % self.p == 0

    def encode(self, point: Point) -> bytes:
        return bytes((_UNCOMPRESSED,)) + b"".join(value.to_bytes(self.width, "big") for value in point)

    def compressed(self, point: Point) -> bytes:
        return bytes((_EVEN + point[1] % 2,)) + point[0].to_bytes(self.width, "big")

    def decode(self, data: bytes) -> Point:
        """Read an uncompressed point. Raises ProtocolError when it isn't on the curve (their cofactor is one)."""
        if len(data) != 1 + 2 * self.width or data[0] != _UNCOMPRESSED:
            raise ProtocolError("not an uncompressed point")
        point = int.from_bytes(data[1 : 1 + self.width], "big"), int.from_bytes(data[1 + self.width :], "big")
        if not self.holds(point):
            raise ProtocolError("a point that is not on the curve")
        return point

    def private_key(self, secret: int) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(secret, self.named)

    def times_generator(self, secret: int) -> Point:
        numbers = self.private_key(secret).public_key().public_numbers()
        return numbers.x, numbers.y

    def shared_x(self, secret: int, point: Point) -> bytes:
        """The coordinate that both ends of a Diffie-Hellman agreement have."""
        public = ec.EllipticCurvePublicNumbers(*point, self.named).public_key()
        return self.private_key(secret).exchange(ec.ECDH(), public)

    def add(self, one: Point, other: Point) -> Point:
        """Raises ProtocolError when the sum is the point at infinity, which no honest card brings about."""
        (x, y), (u, v) = one, other
        if x == u and (y + v) % self.p == 0:
            raise ProtocolError("a sum that is no point")
        rise, run = (3 * x * x + self.a, 2 * y) if one == other else (v - y, u - x)
        slope = rise * pow(run, -1, self.p)
        third = (slope * slope - x - u) % self.p
        return third, (slope * (x - third) - y) % self.p

    def multiply(self, secret: int, point: Point) -> Point:
        """Double and add, in Jacobian coordinates (no inverse but one at the end)."""
        if not 0 < secret < self.order:
            raise ProtocolError("a secret outside the group")
        x, y, z = *point, 1
        for bit in bin(secret)[3:]:
            x, y, z = self._double(x, y, z)
            if bit == "1":
                x, y, z = self._add_affine((x, y, z), point)
        if z == 0:
            raise ProtocolError("a product that is no point")
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return x * square % self.p, y * square * inverse % self.p

    def _double(self, x: int, y: int, z: int) -> tuple[int, int, int]:
        p = self.p
        yy = y * y % p
        s = 4 * x * yy % p
        zz = z * z % p
        m = (3 * x * x + self.a * zz * zz) % p
        doubled = (m * m - 2 * s) % p
        return doubled, (m * (s - doubled) - 8 * yy * yy) % p, 2 * y * z % p

    def _add_affine(self, jacobian: tuple[int, int, int], point: Point) -> tuple[int, int, int]:
        p, (x, y, z), (u, v) = self.p, jacobian, point
        if z == 0:
            return u, v, 1
        zz = z * z % p
        h = (u * zz - x) % p
        r = (v * zz * z - y) % p
        if h == 0:
            return self._double(x, y, z) if r == 0 else (1, 1, 0)
        hh = h * h % p
        hhh, middle = h * hh % p, x * hh % p
        added = (r * r - hhh - 2 * middle) % p
        return added, (r * (middle - added) - y * hhh) % p, z * h % p


P224: Final = Curve(
    10,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000000000000000000000001,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFE,
    0xB4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4,
    (
        0xB70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21,
        0xBD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34,
    ),
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D,
    ec.SECP224R1(),
)
P256: Final = Curve(
    12,
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    ec.SECP256R1(),
)
BRAINPOOL256: Final = Curve(
    13,
    0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377,
    0x7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9,
    0x26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6,
    (
        0x8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262,
        0x547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997,
    ),
    0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7,
    ec.BrainpoolP256R1(),
)
P384: Final = Curve(
    15,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFC,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    ec.SECP384R1(),
)
BRAINPOOL384: Final = Curve(
    16,
    0x8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53,
    0x7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826,
    0x4A8C7DD22CE28268B39B55416F0447C2FB77DE107DCD2A62E880EA53EEB62D57CB4390295DBC9943AB78696FA504C11,
    (
        0x1D1C64F068CF45FFA2A63A81B7C13F6B8847A3E77EF14FE3DB7FCAFE0CBD10E8E826E03436D646AAEF87B2E247D4AF1E,
        0x8ABE1D7520F9C2A45CB1EB8E95CFD55262B70B29FEEC5864E19C054FF99129280E4646217791811142820341263C5315,
    ),
    0x8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565,
    ec.BrainpoolP384R1(),
)
BRAINPOOL512: Final = Curve(
    17,
    int(
        "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717"
        "D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3",
        16,
    ),
    int(
        "7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2"
        "DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CA",
        16,
    ),
    int(
        "3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72"
        "BF2C7B9E7C1AC4D77FC94CADC083E67984050B75EBAE5DD2809BD638016F723",
        16,
    ),
    (
        int(
            "81AEE4BDD82ED9645A21322E9C4C6A9385ED9F70B5D916C1B43B62EEF4D0098EF"
            "F3B1F78E2D0D48D50D1687B93B97D5F7C6D5047406A5E688B352209BCB9F822",
            16,
        ),
        int(
            "7DDE385D566332ECC0EABFA9CF7822FDF209F70024A57B1AA000C55B881F8111B"
            "2DCDE494A5F485E5BCA4BD88A2763AED1CA2B2FA8F0540678CD1E0F3AD80892",
            16,
        ),
    ),
    int(
        "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308705"
        "53E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069",
        16,
    ),
    ec.BrainpoolP512R1(),
)
P521: Final = Curve(
    18,
    int(
        "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        16,
    ),
    int(
        "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC",
        16,
    ),
    int(
        "51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
        "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
        16,
    ),
    (
        int(
            "C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBA"
            "A14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66",
            16,
        ),
        int(
            "11839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662"
            "C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650",
            16,
        ),
    ),
    int(
        "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        16,
    ),
    ec.SECP521R1(),
)
CURVES: Final = (P224, P256, BRAINPOOL256, P384, BRAINPOOL384, BRAINPOOL512, P521)
PACE_CURVES: Final = {curve.number: curve for curve in CURVES}
