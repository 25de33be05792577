-- Accounts that are being disconnected, or were last: state is a JSON document of domain::disconnection
-- with the plan that a person said yes to and how far it is. A row that is done stays until the account
-- is disconnected again, or for as long as the audit log.
CREATE TABLE disconnection (
    tenant_id   TEXT    NOT NULL REFERENCES tenant (tenant_id),
    waba_id     TEXT    NOT NULL,
    person_id   TEXT    NOT NULL REFERENCES person (person_id),
    begun_at_ms INTEGER NOT NULL,
    due_at_ms   INTEGER,
    state       TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, waba_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX disconnection_due ON disconnection (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX disconnection_begun ON disconnection (begun_at_ms);

-- Permissions that Meta no longer lists for the account's token: a JSON list of Meta's names; null
-- while it lists all that are needed, or was not asked.
ALTER TABLE connection ADD COLUMN lacks TEXT;

-- By what a notice ended, where that was no report of Meta's: 'disconnected' or 'reconnected'.
ALTER TABLE notice ADD COLUMN ended_by TEXT;
