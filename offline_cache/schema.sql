-- Version 1 of the store. Clear columns hold ids, codes, times, sizes, hashes and states; never a resident's words.
-- Times are milliseconds since 1970, UTC, as the wall clock told them; mono is the monotonic clock in milliseconds.

CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  lookup_code TEXT NOT NULL UNIQUE,
  procedure TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  proof BLOB,             -- keyed hash of the last four digits of the number
  key BLOB NOT NULL,      -- this draft's own key, encrypted under the local key: erasing the row erases its pages too
  body BLOB NOT NULL      -- encrypted under the draft's key
) STRICT;

CREATE TABLE page (
  id TEXT PRIMARY KEY,    -- also the name of its file
  draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  size INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX page_of_draft ON page (draft_id, added_at);

CREATE TABLE item (
  id TEXT PRIMARY KEY,    -- UUIDv7, made here: the submission's id everywhere
  lookup_code TEXT NOT NULL UNIQUE,
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
CREATE INDEX item_due ON item (next_at, id) WHERE pending = 1;
CREATE INDEX item_to_purge ON item (purge_at) WHERE purge_at IS NOT NULL;
CREATE INDEX item_in_flight ON item (id) WHERE in_flight IS NOT NULL;
CREATE INDEX item_alike ON item (likeness) WHERE likeness IS NOT NULL;

CREATE TABLE payload (
  id TEXT PRIMARY KEY,    -- the item's id for the submission, the attachment's id (and file name) for a file
  item_id TEXT NOT NULL REFERENCES item (id),
  place INTEGER NOT NULL, -- 0 for the submission, then the attachments in order
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,   -- of the sealed bytes
  body BLOB               -- the submission's envelope; attachments are files
) STRICT;
CREATE UNIQUE INDEX payload_of_item ON payload (item_id, place);

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES item (id),
  at INTEGER NOT NULL,
  mono INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  cause TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_item ON event (item_id, id);

CREATE TABLE message (
  id TEXT PRIMARY KEY,    -- the gateway's
  item_id TEXT NOT NULL REFERENCES item (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL      -- encrypted under the local key: an officer's words can name people
) STRICT;
CREATE INDEX message_of_item ON message (item_id);

CREATE TABLE proof_try (
  lookup_code TEXT PRIMARY KEY,
  tries INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE note (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
