-- What the bodies meant. Every table of a tenant has tenant_id first in its key.

CREATE TABLE key_check (
    kid    TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE data_key (
    tenant_id TEXT    NOT NULL,
    dek_id    INTEGER NOT NULL,
    kid       TEXT    NOT NULL,
    wrapped   BLOB    NOT NULL,
    uses      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, dek_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant (
    tenant_id     TEXT PRIMARY KEY CHECK (tenant_id <> 'system'),
    name          TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    person_id             TEXT PRIMARY KEY,
    email                 TEXT    NOT NULL UNIQUE,
    name                  TEXT    NOT NULL,
    password_hash         TEXT,
    language              TEXT,
    is_installation_owner INTEGER NOT NULL,
    created_at_ms         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    tenant_id TEXT NOT NULL REFERENCES tenant (tenant_id),
    person_id TEXT NOT NULL REFERENCES person (person_id),
    role      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_of_person ON membership (person_id, tenant_id);

CREATE TABLE session (
    token_hash   BLOB PRIMARY KEY,
    person_id    TEXT    NOT NULL REFERENCES person (person_id),
    tenant_id    TEXT    NOT NULL REFERENCES tenant (tenant_id),
    opened_at_ms INTEGER NOT NULL,
    seen_at_ms   INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_person ON session (person_id);

CREATE TABLE login_link (
    token_hash    BLOB PRIMARY KEY,
    person_id     TEXT    NOT NULL REFERENCES person (person_id),
    expires_at_ms INTEGER NOT NULL,
    used_at_ms    INTEGER
) STRICT, WITHOUT ROWID;

-- A WhatsApp account belongs to one tenant of the installation.
CREATE TABLE connection (
    tenant_id       TEXT    NOT NULL REFERENCES tenant (tenant_id),
    waba_id         TEXT    NOT NULL UNIQUE,
    business_id     TEXT    NOT NULL,
    app_id          TEXT    NOT NULL,
    token_sealed    BLOB    NOT NULL,
    connected_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE replica (
    tenant_id  TEXT NOT NULL,
    kind       TEXT NOT NULL,
    node_id    TEXT NOT NULL,
    waba_id    TEXT,
    fields     TEXT NOT NULL,
    read_at_ms INTEGER,
    failure    TEXT,
    PRIMARY KEY (tenant_id, kind, node_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX replica_of_waba ON replica (tenant_id, waba_id, kind);
CREATE INDEX replica_read ON replica (read_at_ms);
CREATE INDEX replica_failed ON replica (json_extract(failure, '$.last'))
    WHERE failure IS NOT NULL;
-- A phone number belongs to one tenant, too.
CREATE UNIQUE INDEX number_owner ON replica (node_id) WHERE kind = 'phone_number';

-- hinted_at_ms: when a webhook asked for the reading; null when none did since the last one.
CREATE TABLE schedule (
    tenant_id    TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    node_id      TEXT    NOT NULL,
    due_at_ms    INTEGER NOT NULL,
    hinted_at_ms INTEGER,
    PRIMARY KEY (tenant_id, kind, node_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_due ON schedule (due_at_ms);

CREATE TABLE change (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    node_id   TEXT    NOT NULL,
    field     TEXT    NOT NULL,
    before    TEXT    NOT NULL,
    after     TEXT    NOT NULL,
    at_ms     INTEGER NOT NULL,
    how       TEXT    NOT NULL,
    evidence  TEXT,
    item_key  TEXT
) STRICT;
CREATE INDEX change_of_tenant ON change (tenant_id, seq);
CREATE INDEX change_of_node ON change (tenant_id, kind, node_id, seq);

CREATE TABLE delivery (
    tenant_id       TEXT NOT NULL,
    phone_number_id TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    sent_at_ms      INTEGER,
    delivered_at_ms INTEGER,
    read_at_ms      INTEGER,
    played_at_ms    INTEGER,
    failed_at_ms    INTEGER,
    other           TEXT NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE traffic (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    last_at_ms      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id)
) STRICT, WITHOUT ROWID;

-- Items of the inbox; seq and path say which body and where in it.
CREATE TABLE applied (
    key   TEXT PRIMARY KEY,
    seq   INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantined (
    key    TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL,
    path   TEXT    NOT NULL,
    field  TEXT,
    reason TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantined_by_seq ON quarantined (seq);

CREATE TABLE waiting (
    key     TEXT PRIMARY KEY,
    seq     INTEGER NOT NULL,
    path    TEXT    NOT NULL,
    field   TEXT,
    waba_id TEXT    NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_for_waba ON waiting (waba_id, seq);

CREATE TABLE cursor (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    seq      INTEGER NOT NULL
) STRICT;
INSERT INTO cursor (only_row, seq) VALUES (1, 0);
