-- The gateway's store. Envelopes stay sealed; officers' words in `event` are the only personal data in clear.

CREATE TABLE device (
    device_id  TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    added_at   TEXT NOT NULL,
    seen       INTEGER NOT NULL DEFAULT 0  -- the last event the device acknowledged
) STRICT;

-- what was announced of each upload; how far it got is the length of its file
CREATE TABLE upload (
    file_id    TEXT PRIMARY KEY,
    size       INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    device_id  TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE dossier (
    number          INTEGER PRIMARY KEY,  -- in the order of arrival
    id              TEXT NOT NULL UNIQUE, -- the kiosk's UUIDv7: the same id is never received twice
    dossier_code    TEXT NOT NULL UNIQUE,
    device_id       TEXT NOT NULL,
    lookup_code     TEXT NOT NULL,
    procedure       TEXT NOT NULL,
    guide_version   TEXT NOT NULL,
    received_at     TEXT NOT NULL,
    envelope_sha256 TEXT NOT NULL,
    files           INTEGER NOT NULL,
    pages           INTEGER NOT NULL,
    envelope        BLOB NOT NULL,
    receipt         BLOB NOT NULL         -- the signed bytes, the same at every replay
) STRICT;
CREATE INDEX dossier_by_lookup_code ON dossier (lookup_code);

CREATE TABLE day_sequence (
    unit TEXT NOT NULL,
    day  TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (unit, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    number    INTEGER NOT NULL REFERENCES dossier (number),
    device_id TEXT NOT NULL,
    at        TEXT NOT NULL,
    code      INTEGER NOT NULL CHECK (code BETWEEN 1 AND 10),
    message   TEXT NOT NULL DEFAULT '',
    reasons   TEXT NOT NULL DEFAULT '[]',
    until     TEXT NOT NULL DEFAULT ''
) STRICT;
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
