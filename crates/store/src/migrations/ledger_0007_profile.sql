-- A photo on its way to Meta, or what became of the last one: one for each number. The bytes go when
-- Meta shows them.
CREATE TABLE photo_upload (
    tenant_id       TEXT    NOT NULL,
    phone_number_id TEXT    NOT NULL,
    person_id       TEXT    NOT NULL,
    asked_at_ms     INTEGER NOT NULL,
    due_at_ms       INTEGER,
    state           TEXT    NOT NULL,
    jpeg            BLOB,
    PRIMARY KEY (tenant_id, phone_number_id)
) STRICT;
CREATE INDEX photo_upload_due ON photo_upload (due_at_ms) WHERE due_at_ms IS NOT NULL;
