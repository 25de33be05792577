-- At which connection's own callback a body came, and so whose secret signed it; NULL for the
-- installation's app.
ALTER TABLE body ADD COLUMN connection_id TEXT;
