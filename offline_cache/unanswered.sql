-- Level 3, an addition: what the first code of level 2 wrote lacks the index of the requests that wait for an answer.

CREATE INDEX IF NOT EXISTS item_unanswered ON item (id) WHERE kind = 'booking' AND receipt IS NULL;
