-- The gateway's store in PostgreSQL 15 or newer, version 1. The same names as schema.sql and schema_bookings.sql:
-- the code's SQL runs on both. Never edited once released: add another.
-- Ids are texts that sort as bytes: a UUIDv7 in lower case begins with its time, and dossiers lie in a part a month.

CREATE TABLE device (
    rowid      bigint GENERATED ALWAYS AS IDENTITY,
    device_id  text PRIMARY KEY,
    name       text NOT NULL,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    added_at   text NOT NULL,
    seen       bigint NOT NULL DEFAULT 0
);

CREATE TABLE upload (
    file_id    text COLLATE "C" PRIMARY KEY,
    size       bigint NOT NULL,
    sha256     text NOT NULL,
    device_id  text NOT NULL,
    created_at text NOT NULL
);

CREATE SEQUENCE dossier_number;
CREATE TABLE dossier (
    number          bigint NOT NULL DEFAULT nextval('dossier_number'),
    id              text COLLATE "C" PRIMARY KEY,
    dossier_code    text COLLATE "C" NOT NULL,
    device_id       text NOT NULL,
    lookup_code     text NOT NULL,
    procedure       text NOT NULL,
    guide_version   text NOT NULL,
    received_at     text NOT NULL,
    envelope_sha256 text NOT NULL,
    files           integer NOT NULL,
    pages           integer NOT NULL,
    envelope        bytea NOT NULL,
    receipt         bytea NOT NULL
) PARTITION BY RANGE (id);
CREATE TABLE dossier_other PARTITION OF dossier DEFAULT; -- from kiosks whose clock was years off
CREATE INDEX dossier_by_number ON dossier (number);
CREATE INDEX dossier_by_code ON dossier (dossier_code);
CREATE INDEX dossier_by_lookup_code ON dossier (lookup_code);

-- unique over all parts, which the table itself can't be in anything but its id
CREATE TABLE minted (
    dossier_code text COLLATE "C" PRIMARY KEY,
    id           text COLLATE "C" NOT NULL
);
CREATE FUNCTION note_minted() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO minted VALUES (NEW.dossier_code, NEW.id); RETURN NULL; END';
CREATE TRIGGER dossier_minted AFTER INSERT ON dossier FOR EACH ROW EXECUTE FUNCTION note_minted();

CREATE TABLE day_sequence (
    unit text NOT NULL,
    day  text NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (unit, day)
);

CREATE TABLE event (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number    bigint NOT NULL,
    device_id text NOT NULL,
    at        text NOT NULL,
    code      integer NOT NULL CHECK (code BETWEEN 1 AND 10),
    message   text NOT NULL DEFAULT '',
    reasons   text NOT NULL DEFAULT '[]',
    until     text NOT NULL DEFAULT ''
);
CREATE INDEX event_by_dossier ON event (number, seq);
CREATE INDEX event_by_device ON event (device_id, seq);

CREATE VIEW dossier_now AS
SELECT
    number, id, dossier_code, device_id, lookup_code, procedure, guide_version, received_at, files, pages,
    (SELECT code FROM event WHERE event.number = dossier.number ORDER BY seq DESC LIMIT 1) AS code
FROM dossier;

CREATE VIEW event_told AS
SELECT seq, event.device_id, id, dossier_code, code, at, message, reasons, until
FROM event JOIN dossier USING (number);

CREATE TABLE desk (
    desk       text COLLATE "C" PRIMARY KEY,
    body       text NOT NULL,
    changed_at text COLLATE "C" NOT NULL
);

CREATE TABLE published_day (
    desk text COLLATE "C" NOT NULL REFERENCES desk (desk),
    day  text COLLATE "C" NOT NULL,
    PRIMARY KEY (desk, day)
);

CREATE TABLE slot (
    number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk      text COLLATE "C" NOT NULL REFERENCES desk (desk),
    starts_at text COLLATE "C" NOT NULL,
    minutes   integer NOT NULL,
    capacity  integer NOT NULL CHECK (capacity BETWEEN 1 AND 50),
    is_open   integer NOT NULL DEFAULT 1,
    UNIQUE (desk, starts_at)
);

CREATE TABLE booking (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id   text NOT NULL,
    lookup_code text NOT NULL,
    procedure   text NOT NULL,
    slot        bigint NOT NULL REFERENCES slot (number),
    place       integer NOT NULL CHECK (place BETWEEN 1 AND 50),
    state       text NOT NULL CHECK (state IN ('booked', 'cancelled', 'withdrawn', 'over')),
    request     text NOT NULL,
    changed_at  text NOT NULL
);
CREATE UNIQUE INDEX booking_of_place ON booking (slot, place) WHERE state = 'booked';
CREATE UNIQUE INDEX booking_of_code ON booking (device_id, lookup_code) WHERE state = 'booked';
CREATE INDEX booking_by_code ON booking (lookup_code, number);

CREATE TABLE booking_request (
    id              text COLLATE "C" PRIMARY KEY,
    device_id       text NOT NULL,
    lookup_code     text NOT NULL,
    turn            bigint NOT NULL,
    asked           text NOT NULL,
    envelope_sha256 text NOT NULL,
    received_at     text NOT NULL,
    answer          bytea NOT NULL
);
CREATE INDEX booking_request_by_code ON booking_request (device_id, lookup_code, turn);

CREATE TABLE booking_news (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id text NOT NULL,
    answer    bytea NOT NULL
);
CREATE INDEX booking_news_by_device ON booking_news (device_id, seq);

-- proofs of requests that were taken; what is lost in a crash costs nothing
CREATE UNLOGGED TABLE nonce (
    device_id text NOT NULL,
    nonce     text NOT NULL,
    created   bigint NOT NULL,
    PRIMARY KEY (device_id, nonce)
);
CREATE INDEX nonce_by_time ON nonce (created);

CREATE TABLE schema_version (version integer NOT NULL);
INSERT INTO schema_version VALUES (1);
