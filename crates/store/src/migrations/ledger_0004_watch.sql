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

-- When Meta was last asked for an account's analytics, how it refused (null when it did not), and
-- when it is asked next.
CREATE TABLE analytics_ask (
    tenant_id   TEXT    NOT NULL,
    waba_id     TEXT    NOT NULL,
    asked_at_ms INTEGER,
    refusal     TEXT,
    due_at_ms   INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id)
) STRICT, WITHOUT ROWID;

-- The quality at the end of a day, kept for ever; changes are kept in full for a while only. day_ms
-- is the date's midnight as if its zone were UTC.
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

-- What a reading found and no webhook told: since_ms is when the webhook could first have come.
-- Gone once one of that field is heard for the account.
CREATE TABLE untold (
    tenant_id   TEXT    NOT NULL,
    waba_id     TEXT    NOT NULL,
    field       TEXT    NOT NULL,
    change_seq  INTEGER NOT NULL,
    since_ms    INTEGER NOT NULL,
    found_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, waba_id, field, change_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX untold_found ON untold (found_at_ms);

-- What deserves attention. cause is unique for one happening, so none is told twice. level is 0 for
-- a moment, which is never open; a condition is open until Meta reports (at resolved_at_ms) that it
-- is gone.
CREATE TABLE notice (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id      TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    node_kind      TEXT    NOT NULL,
    node_id        TEXT    NOT NULL,
    waba_id        TEXT,
    cause          TEXT    NOT NULL,
    level          INTEGER NOT NULL,
    detail         TEXT    NOT NULL,
    at_ms          INTEGER NOT NULL,
    opened_at_ms   INTEGER NOT NULL,
    resolved_at_ms INTEGER,
    acked_by       TEXT,
    acked_at_ms    INTEGER,
    UNIQUE (tenant_id, cause)
) STRICT;
CREATE INDEX notice_of_tenant ON notice (tenant_id, seq);
CREATE INDEX notice_of_node ON notice (tenant_id, node_kind, node_id, kind, seq);
CREATE INDEX notice_open ON notice (tenant_id, seq) WHERE resolved_at_ms IS NULL AND level > 0;
CREATE INDEX notice_at ON notice (max(at_ms, coalesce(resolved_at_ms, at_ms)));

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

-- Mails to send and the log of what became of them. notices are sequence numbers; first_due_at_ms
-- is what was planned, due_at_ms the next try (null once it ended).
CREATE TABLE mail (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id       TEXT    NOT NULL,
    person_id       TEXT    NOT NULL REFERENCES person (person_id),
    shape           TEXT    NOT NULL,
    notices         TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    queued_at_ms    INTEGER NOT NULL,
    first_due_at_ms INTEGER NOT NULL,
    due_at_ms       INTEGER,
    attempts        INTEGER NOT NULL,
    answer          TEXT,
    ended_at_ms     INTEGER
) STRICT;
CREATE INDEX mail_due ON mail (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX mail_of_person ON mail (tenant_id, person_id, shape) WHERE due_at_ms IS NOT NULL;
CREATE INDEX mail_of_tenant ON mail (tenant_id, seq);
CREATE INDEX change_at ON change (at_ms);
CREATE INDEX delivery_at ON delivery (
    coalesce(sent_at_ms, delivered_at_ms, read_at_ms, played_at_ms, failed_at_ms, 0)
);

-- By which retention finds what is old enough to go, and what is still needed.
CREATE INDEX applied_at ON applied (at_ms);
CREATE INDEX waiting_by_seq ON waiting (seq);
CREATE INDEX change_evidence ON change (at_ms) WHERE evidence IS NOT NULL;
CREATE INDEX mail_ended ON mail (ended_at_ms) WHERE ended_at_ms IS NOT NULL;

-- How much of a portfolio's limit was used at a moment, for the curve of the last day: users stop
-- counting as they are reached again, so that it can't be worked out later.
CREATE TABLE used_sample (
    tenant_id   TEXT    NOT NULL,
    business_id TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    used        INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, business_id, at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_sample_at ON used_sample (at_ms);
