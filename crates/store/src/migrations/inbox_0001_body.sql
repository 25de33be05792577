-- Raw bodies as Meta sent them. AUTOINCREMENT: a sequence number is never given twice, even after
-- retention has emptied the table.
CREATE TABLE body (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at_ms INTEGER NOT NULL,
    body           BLOB    NOT NULL
) STRICT;
