-- Version 2: desks, the times they are open for, and who comes when. Nobody is named: a lookup code comes.

CREATE TABLE desk (
    desk       TEXT PRIMARY KEY,
    body       TEXT NOT NULL,          -- as the operator wrote it, JSON
    changed_at TEXT NOT NULL
) STRICT;

-- days whose slots were made: a slot that was closed by hand is not made again
CREATE TABLE published_day (
    desk TEXT NOT NULL REFERENCES desk (desk),
    day  TEXT NOT NULL,
    PRIMARY KEY (desk, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE slot (
    number    INTEGER PRIMARY KEY,
    desk      TEXT NOT NULL REFERENCES desk (desk),
    starts_at TEXT NOT NULL,           -- RFC 3339 in Hanoi's time, always +07:00: the text sorts as the time does
    minutes   INTEGER NOT NULL,
    capacity  INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 50),
    is_open   INTEGER NOT NULL DEFAULT 1,
    UNIQUE (desk, starts_at)
) STRICT;

CREATE TABLE booking (
    number      INTEGER PRIMARY KEY,
    device_id   TEXT NOT NULL,
    lookup_code TEXT NOT NULL,
    procedure   TEXT NOT NULL,
    slot        INTEGER NOT NULL REFERENCES slot (number),
    place       INTEGER NOT NULL CHECK (place BETWEEN 1 AND 50),
    state       TEXT NOT NULL CHECK (state IN ('booked', 'cancelled', 'withdrawn', 'over')),
    request     TEXT NOT NULL,         -- the last request that changed it
    changed_at  TEXT NOT NULL
) STRICT;
-- a place is taken once, and a code holds one place: not by care but by these
CREATE UNIQUE INDEX booking_of_place ON booking (slot, place) WHERE state = 'booked';
CREATE UNIQUE INDEX booking_of_code ON booking (device_id, lookup_code) WHERE state = 'booked';
CREATE INDEX booking_by_code ON booking (lookup_code, number);

CREATE TABLE booking_request (
    id              TEXT PRIMARY KEY,  -- the kiosk's UUIDv7: the same id is never answered twice
    device_id       TEXT NOT NULL,
    lookup_code     TEXT NOT NULL,
    turn            INTEGER NOT NULL,
    asked           TEXT NOT NULL,
    envelope_sha256 TEXT NOT NULL,
    received_at     TEXT NOT NULL,
    answer          BLOB NOT NULL      -- the signed bytes, the same at every replay
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_request_by_code ON booking_request (device_id, lookup_code, turn);

-- every answer, those that nobody asked for too, in the order a device is told of them
CREATE TABLE booking_news (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id TEXT NOT NULL,
    answer    BLOB NOT NULL
) STRICT;
CREATE INDEX booking_news_by_device ON booking_news (device_id, seq)
