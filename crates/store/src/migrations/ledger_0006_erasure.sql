-- Who was erased and when, so that a restored backup can be erased again. Of who it was only keyed
-- hashes are kept (hashes, a JSON list); tenant_id is null for what belongs to the installation,
-- asked_by for what Meta asked for. place is how far it came, outcome what went, by kind of row;
-- both are documents of the program's. The row outlives its tenant.
CREATE TABLE erasure (
    erasure_id  TEXT PRIMARY KEY,
    tenant_id   TEXT,
    kind        TEXT    NOT NULL,
    hashes      TEXT    NOT NULL,
    code_hash   BLOB    NOT NULL UNIQUE,
    asked_by    TEXT,
    asked_at_ms INTEGER NOT NULL,
    place       TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    done_at_ms  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_of_tenant ON erasure (tenant_id, asked_at_ms);
CREATE INDEX erasure_open ON erasure (asked_at_ms) WHERE done_at_ms IS NULL;
