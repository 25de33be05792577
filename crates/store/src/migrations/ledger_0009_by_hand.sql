-- Accounts connected by hand, with an app of their own: its secret and the token of its handshake are
-- sealed in `secret`. The id is a part of the address that Meta calls, so it is not guessable.
CREATE TABLE by_hand (
    connection_id TEXT    NOT NULL PRIMARY KEY,
    tenant_id     TEXT    NOT NULL,
    waba_id       TEXT    NOT NULL,
    app_id        TEXT    NOT NULL,
    made_at_ms    INTEGER NOT NULL,
    UNIQUE (tenant_id, waba_id)
) STRICT;
