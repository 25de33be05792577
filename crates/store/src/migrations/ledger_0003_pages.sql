-- Whose doing a change was, when a node was first read, and what a session runs in.
ALTER TABLE change ADD COLUMN person_id TEXT;
ALTER TABLE replica ADD COLUMN first_read_at_ms INTEGER;
ALTER TABLE session ADD COLUMN agent TEXT;
CREATE INDEX change_of_field ON change (tenant_id, kind, field, seq);

-- What a person asked Meta to write of a profile and no reading has shown yet.
CREATE TABLE profile_write (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    field           TEXT    NOT NULL,
    value           TEXT    NOT NULL,
    person_id       TEXT    NOT NULL,
    asked_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, phone_number_id, field)
) STRICT, WITHOUT ROWID;
