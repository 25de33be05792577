-- Hand-over links: somebody without an account connects a number for the tenant. Only hashes are kept:
-- of the address's token, and of what the one browser holds that began. The last four columns say how
-- far it came.
CREATE TABLE handover (
    tenant_id     TEXT    NOT NULL REFERENCES tenant (tenant_id),
    handover_id   TEXT    NOT NULL,
    label         TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    token_hash    BLOB    NOT NULL UNIQUE,
    holder_hash   BLOB    UNIQUE,
    made_by       TEXT    NOT NULL REFERENCES person (person_id),
    made_at_ms    INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    opened_at_ms  INTEGER,
    situation     TEXT,
    used_at_ms    INTEGER,
    revoked_at_ms INTEGER,
    PRIMARY KEY (tenant_id, handover_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_expires ON handover (expires_at_ms);

-- Which link began a login. It stays when the link is forgotten: then the login was begun by one.
CREATE TABLE signup_handover (
    tenant_id   TEXT NOT NULL REFERENCES tenant (tenant_id),
    signup_id   TEXT NOT NULL,
    handover_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, signup_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signup_of_handover ON signup_handover (tenant_id, handover_id);
