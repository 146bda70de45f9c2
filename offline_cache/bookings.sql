-- Version 2: requests for an appointment lie in the outbox beside dossiers; several may go under one lookup code.

CREATE TABLE new_item (
  id TEXT PRIMARY KEY,    -- UUIDv7, made here: the submission's or the request's id everywhere
  kind TEXT NOT NULL,     -- dossier or booking
  lookup_code TEXT NOT NULL,
  procedure TEXT NOT NULL,
  version TEXT NOT NULL,
  audience TEXT NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  proof BLOB,
  likeness BLOB,          -- keyed hash of who and what for, to notice the same dossier twice
  state TEXT NOT NULL,
  official TEXT,          -- the gateway's code, as it came
  reason TEXT NOT NULL DEFAULT '',        -- why a human is needed
  dossier_code TEXT NOT NULL DEFAULT '',
  sealed_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  received_at INTEGER,    -- as the gateway's receipt says
  due_on TEXT,            -- the day the result is promised for
  pending INTEGER NOT NULL,               -- 1: the gateway's receipt is still wanted and the line may try
  next_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',    -- a class, never a text
  in_flight INTEGER,      -- when the attempt that is not settled yet began
  receipt BLOB,           -- signed by the gateway, verified here
  purge_at INTEGER        -- when the payload may go
) STRICT;
INSERT INTO new_item
  SELECT id, 'dossier', lookup_code, procedure, version, audience, manifest_sha256, proof, likeness, state, official,
    reason, dossier_code, sealed_at, changed_at, received_at, due_on, pending, next_at, attempts, last_error, in_flight,
    receipt, purge_at
  FROM item ORDER BY rowid;
DROP TABLE item;
ALTER TABLE new_item RENAME TO item;
CREATE INDEX item_due ON item (next_at, id) WHERE pending = 1;
CREATE INDEX item_to_purge ON item (purge_at) WHERE purge_at IS NOT NULL;
CREATE INDEX item_in_flight ON item (id) WHERE in_flight IS NOT NULL;
CREATE INDEX item_alike ON item (likeness) WHERE likeness IS NOT NULL;
CREATE INDEX item_unanswered ON item (id) WHERE kind = 'booking' AND receipt IS NULL;
CREATE UNIQUE INDEX item_of_code ON item (lookup_code) WHERE kind = 'dossier';

CREATE TABLE booking_request (
  item_id TEXT PRIMARY KEY REFERENCES item (id),
  lookup_code TEXT NOT NULL,
  turn INTEGER NOT NULL,  -- which request under this code, from 1: a later one waits for those before it
  asked TEXT NOT NULL,    -- book, move or cancel
  desk TEXT NOT NULL,     -- its code, with its name and place as they were offered
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  first TEXT NOT NULL,    -- the choices, RFC 3339; empty for none
  second TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX booking_request_of_code ON booking_request (lookup_code, turn);

CREATE TABLE booking_answer (
  number INTEGER NOT NULL,                -- the gateway's: of two answers under one code the higher holds
  lookup_code TEXT NOT NULL,
  item_id TEXT NOT NULL,
  at INTEGER NOT NULL,                    -- when it came, by our clock
  body BLOB NOT NULL,                     -- signed by the gateway, verified here
  PRIMARY KEY (lookup_code, number, item_id)
) STRICT;

-- what the gateway offered last: one page, replaced whole
CREATE TABLE slot_page (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  tag TEXT NOT NULL,
  body BLOB NOT NULL,                     -- signed by the gateway, verified here
  changed_at INTEGER NOT NULL,
  checked_at INTEGER NOT NULL             -- when the gateway last said that it still holds
) STRICT;
