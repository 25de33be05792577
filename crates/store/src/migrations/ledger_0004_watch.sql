-- Numbers watched: whom messages reached, what numbers did hour by hour, what people are told.

-- Whom a message was sent to, under which portfolio, how Meta priced it and why it failed; null
-- until a status says so, and for messages from before. user_key is the phone number where one was
-- heard, else the business-scoped id (see domain::user).
ALTER TABLE delivery ADD COLUMN business_id TEXT;
ALTER TABLE delivery ADD COLUMN user_key TEXT;
ALTER TABLE delivery ADD COLUMN user_id TEXT;
ALTER TABLE delivery ADD COLUMN pricing_type TEXT;
ALTER TABLE delivery ADD COLUMN pricing_category TEXT;
ALTER TABLE delivery ADD COLUMN failed_code INTEGER;
CREATE INDEX delivery_of_user ON delivery (tenant_id, business_id, user_key)
    WHERE user_key IS NOT NULL;

-- When a customer wrote to a number: each opens a service window of 24 hours.
CREATE TABLE wrote (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    user_key        TEXT    NOT NULL,
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id, user_key, at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX wrote_at ON wrote (at_ms);

-- The tally: when a portfolio last reached a user in a way that counts, and by which number.
CREATE TABLE reached (
    tenant_id       TEXT    NOT NULL,
    business_id     TEXT    NOT NULL,
    user_key        TEXT    NOT NULL,
    last_at_ms      INTEGER NOT NULL,
    phone_number_id TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, business_id, user_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX reached_at ON reached (last_at_ms, tenant_id, business_id, phone_number_id);

-- A business-scoped id and a phone that Meta said are one user.
CREATE TABLE same_user (
    tenant_id   TEXT NOT NULL,
    business_id TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    wa_id       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, business_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_user_of_phone ON same_user (tenant_id, business_id, wa_id);

-- What a number did in an hour: messages by state, category or answer (see domain::traffic).
CREATE TABLE traffic_hour (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    hour_ms         INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    count           INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id, hour_ms, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX traffic_hour_at ON traffic_hour (hour_ms);

-- A day of an account by Meta's analytics, beside what Farol saw of it.
CREATE TABLE analytics_day (
    tenant_id      TEXT    NOT NULL,
    waba_id        TEXT    NOT NULL,
    start_ms       INTEGER NOT NULL,
    sent           INTEGER NOT NULL,
    delivered      INTEGER NOT NULL,
    seen_sent      INTEGER NOT NULL,
    seen_delivered INTEGER NOT NULL,
    asked_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id, start_ms)
) STRICT, WITHOUT ROWID;

-- When Meta was last asked for an account's analytics, and how it refused; null when it did not.
CREATE TABLE analytics_ask (
    tenant_id   TEXT    NOT NULL,
    waba_id     TEXT    NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    refusal     TEXT,
    PRIMARY KEY (tenant_id, waba_id)
) STRICT, WITHOUT ROWID;

-- The quality at the end of a day, kept for ever; changes are kept in full for a while only.
CREATE TABLE quality_day (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    day_ms          INTEGER NOT NULL,
    rating          TEXT    NOT NULL,
    worst           TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id, day_ms)
) STRICT, WITHOUT ROWID;

-- When a webhook of a field last came for an account, by which a deaf one is noticed.
CREATE TABLE webhook_heard (
    tenant_id  TEXT    NOT NULL,
    waba_id    TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    last_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id, field)
) STRICT, WITHOUT ROWID;

-- What a reading found and no webhook told in time; gone once webhooks are heard again.
CREATE TABLE untold (
    tenant_id  TEXT    NOT NULL,
    waba_id    TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    change_seq INTEGER NOT NULL,
    found_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id, field, change_seq)
) STRICT, WITHOUT ROWID;

-- What deserves attention. cause is unique for one happening, so none is told twice.
CREATE TABLE notice (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id      TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    node_kind      TEXT    NOT NULL,
    node_id        TEXT    NOT NULL,
    waba_id        TEXT,
    cause          TEXT    NOT NULL,
    detail         TEXT    NOT NULL,
    at_ms          INTEGER NOT NULL,
    opened_at_ms   INTEGER NOT NULL,
    resolved_at_ms INTEGER,
    acked_by       TEXT,
    acked_at_ms    INTEGER,
    UNIQUE (tenant_id, cause)
) STRICT;
CREATE INDEX notice_of_tenant ON notice (tenant_id, seq);
CREATE INDEX notice_open ON notice (tenant_id, node_kind, node_id) WHERE resolved_at_ms IS NULL;

-- How far a person has looked at a tenant's notices.
CREATE TABLE notice_seen (
    tenant_id TEXT    NOT NULL,
    person_id TEXT    NOT NULL REFERENCES person (person_id),
    seq       INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
) STRICT, WITHOUT ROWID;

-- What a person wants to be told of a tenant; person_id '' is the tenant's own rule.
CREATE TABLE notice_rule (
    tenant_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    channels  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id, kind)
) STRICT, WITHOUT ROWID;

-- When a person wants mail: quiet hours, digest, mute (a JSON document of domain::notice).
CREATE TABLE notice_times (
    tenant_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    times     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
) STRICT, WITHOUT ROWID;

-- Mails to send and the log of what became of them.
CREATE TABLE mail (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id     TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    cause         TEXT    NOT NULL,
    notices       TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    due_at_ms     INTEGER,
    attempts      INTEGER NOT NULL,
    answer        TEXT,
    queued_at_ms  INTEGER NOT NULL,
    ended_at_ms   INTEGER,
    UNIQUE (tenant_id, person_id, cause)
) STRICT;
CREATE INDEX mail_due ON mail (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX mail_of_tenant ON mail (tenant_id, seq);
CREATE INDEX change_at ON change (at_ms);
CREATE INDEX delivery_at ON delivery (coalesce(sent_at_ms, delivered_at_ms, read_at_ms, failed_at_ms));
