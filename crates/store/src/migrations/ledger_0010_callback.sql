-- The address that this installation gave Meta last as an app's callback, and Meta showed.
CREATE TABLE app_callback (
    app_id      TEXT    NOT NULL PRIMARY KEY,
    url         TEXT    NOT NULL,
    noted_at_ms INTEGER NOT NULL
) STRICT;
-- The word of who runs the installation that another program's address may be replaced. No person where
-- the command line gave it.
CREATE TABLE callback_consent (
    app_id      TEXT    NOT NULL PRIMARY KEY,
    replaces    TEXT    NOT NULL,
    person_id   TEXT,
    given_at_ms INTEGER NOT NULL
) STRICT;
