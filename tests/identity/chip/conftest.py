"""An issuer, the operator's list that holds it, and a portrait; every key is made here and gone afterwards."""

from __future__ import annotations

import pytest

from kiosk.devices.software_card.authority import Authority, make_authority
from kiosk.devices.software_card.holder import portrait
from kiosk.identity.chip.trust import TrustStore
from tests.identity.chip.taps import NOW, store_of


@pytest.fixture(scope="session")
def home() -> Authority:
    return make_authority(NOW)


@pytest.fixture(scope="session")
def store(home: Authority) -> TrustStore:
    return store_of(home.certificate, version=7)


@pytest.fixture(scope="session")
def photo() -> bytes:
    return portrait()
