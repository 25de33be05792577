-- The situation of the number that a tenant keeps for its next login; one at a time.
CREATE TABLE situation (
    tenant_id    TEXT    NOT NULL PRIMARY KEY,
    situation    TEXT    NOT NULL,
    person_id    TEXT    NOT NULL,
    chosen_at_ms INTEGER NOT NULL
) STRICT;
-- The situation that a login was begun in, where one was chosen.
CREATE TABLE signup_situation (
    tenant_id TEXT NOT NULL,
    signup_id TEXT NOT NULL,
    situation TEXT NOT NULL,
    PRIMARY KEY (tenant_id, signup_id)
) STRICT;
