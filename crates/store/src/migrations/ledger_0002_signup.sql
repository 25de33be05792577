-- Logins with Facebook: where each one stands (state is the machine's document; the other columns
-- are taken from it, to be asked by), and the nonces that begin them.
CREATE TABLE signup (
    tenant_id     TEXT    NOT NULL REFERENCES tenant (tenant_id),
    signup_id     TEXT    NOT NULL,
    person_id     TEXT    NOT NULL REFERENCES person (person_id),
    waba_id       TEXT,
    started_at_ms INTEGER NOT NULL,
    due_at_ms     INTEGER,
    is_finished   INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, signup_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signup_started ON signup (tenant_id, started_at_ms);
CREATE INDEX signup_newest ON signup (started_at_ms);
CREATE INDEX signup_due ON signup (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX signup_of_waba ON signup (tenant_id, waba_id, is_finished);

-- signup_id and code_hash: what the nonce was used for; null until then.
CREATE TABLE signup_nonce (
    nonce_hash    BLOB PRIMARY KEY,
    session_hash  BLOB    NOT NULL,
    tenant_id     TEXT    NOT NULL REFERENCES tenant (tenant_id),
    expires_at_ms INTEGER NOT NULL,
    signup_id     TEXT,
    code_hash     BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX signup_nonce_expires ON signup_nonce (expires_at_ms);
