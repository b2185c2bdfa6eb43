-- One record in one schema. Rows of entry are only ever added; record has one row, which every append locks.
CREATE TABLE entry (
	seq   bigint PRIMARY KEY CHECK (seq > 0),
	leaf  bytea  NOT NULL,
	bytes bytea  NOT NULL
);
CREATE TABLE record (
	one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
	format     integer     NOT NULL,
	size       bigint      NOT NULL DEFAULT 0,
	checkpoint bytea,
	epoch      bigint      NOT NULL DEFAULT 0,
	until      timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
INSERT INTO record (format) VALUES (0);
CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'entries of a record are never changed or removed'; END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_stays();
