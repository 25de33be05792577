-- The word that an address may be replaced is about one callback, the installation's or the door of a
-- tenant's app, and about one whole address: its keyed hash is compared, what is shown is shortened.
-- A word of before that waits is asked for anew.
DROP TABLE callback_consent;
CREATE TABLE callback_consent (
    app_id      TEXT    NOT NULL,
    -- The connection whose callback is the door; empty for the installation's.
    door        TEXT    NOT NULL,
    -- Whose door it is; none for the installation's.
    tenant_id   TEXT,
    replaces    TEXT    NOT NULL,
    mark        TEXT    NOT NULL,
    person_id   TEXT,
    given_at_ms INTEGER NOT NULL,
    -- When Meta said yes and did not show it yet.
    done_at_ms  INTEGER,
    PRIMARY KEY (app_id, door)
) STRICT;
