-- Invitations, links that set a password, and who did what.

-- A part in a tenant that waits for its person. Only the hash of the link's token is kept; it is
-- replaced when another link is made, and counts until one of the last three columns says otherwise.
CREATE TABLE invitation (
    tenant_id      TEXT    NOT NULL REFERENCES tenant (tenant_id),
    invitation_id  TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    role           TEXT    NOT NULL,
    token_hash     BLOB    NOT NULL UNIQUE,
    invited_by     TEXT    NOT NULL,
    invited_at_ms  INTEGER NOT NULL,
    mailed_at_ms   INTEGER,
    expires_at_ms  INTEGER NOT NULL,
    accepted_at_ms INTEGER,
    revoked_at_ms  INTEGER,
    PRIMARY KEY (tenant_id, invitation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_of_email ON invitation (email);
CREATE INDEX invitation_expires ON invitation (expires_at_ms);

-- Links that set a password, once: the first one, or a new one for one forgotten (reason).
CREATE TABLE password_link (
    token_hash    BLOB PRIMARY KEY,
    person_id     TEXT    NOT NULL REFERENCES person (person_id),
    reason        TEXT    NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX password_link_of_person ON password_link (person_id);
CREATE INDEX password_link_expires ON password_link (expires_at_ms);

-- The network address that a session was last used from.
ALTER TABLE session ADD COLUMN place TEXT;

-- Who did what. Ids and words of ours only, so that an erased person leaves no more than an id. Each
-- row's hash covers the row before it; tenant_id is null for what belongs to the installation,
-- person_id for what nobody signed in did.
CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT,
    at_ms     INTEGER NOT NULL,
    person_id TEXT,
    action    TEXT    NOT NULL,
    object    TEXT,
    detail    TEXT    NOT NULL,
    hash      BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_of_tenant ON audit (tenant_id, seq);
CREATE INDEX audit_at ON audit (at_ms);

-- The last row that went because it was old: the chain begins after it.
CREATE TABLE audit_start (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    seq      INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;
INSERT INTO audit_start (only_row, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_is_kept_as_written BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_goes_from_its_start BEFORE DELETE ON audit
WHEN old.seq > (SELECT seq FROM audit_start)
BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;
