-- The board "{{board}}", shared on PostgreSQL 13 or newer, in the schema {{schema}} of this database.
--
-- For a database administrator: run it once, as the role that is to own the schema, in a database whose encoding is UTF8.
-- All of it is done or nothing. It then needs people: GRANT {{schema}}_member TO their_login; (or {{schema}}_reader, for those
-- who only look). boardtui itself never makes, changes or drops anything but rows that it adds to {{schema}}.edit.

BEGIN;

DO $$ BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the encoding of this database is %, and has to be UTF8', current_setting('server_encoding');
  END IF;
END $$;

-- If one of these is there already, another board has this name: give this one another name, or choose other roles.
CREATE ROLE {{schema}}_member NOLOGIN;
CREATE ROLE {{schema}}_reader NOLOGIN;

CREATE SCHEMA {{schema}};
COMMENT ON SCHEMA {{schema}} IS 'A board of boardtui: its edits, which are only ever added.';

CREATE TABLE {{schema}}.board (
  only_one boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_one),
  identity text NOT NULL CHECK (identity ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
  format bigint NOT NULL,
  least_version text NOT NULL DEFAULT '0' CHECK (least_version ~ '^[0-9]+([.][0-9]+)*$')
);
COMMENT ON COLUMN {{schema}}.board.identity IS 'Which board the edits are of.';
COMMENT ON COLUMN {{schema}}.board.format IS 'The format of the edits. Programs that do not know it do not share.';
COMMENT ON COLUMN {{schema}}.board.least_version IS 'The oldest version of boardtui that may share. The owner may raise it.';
INSERT INTO {{schema}}.board (identity, format) VALUES ('{{identity}}', {{format}});

CREATE TABLE {{schema}}.edit (
  session text COLLATE "C" NOT NULL CHECK (session ~ '^[0-9a-f]{32}$'),
  number bigint NOT NULL CHECK (number BETWEEN 1 AND 9007199254740991),
  lamport bigint NOT NULL CHECK (lamport BETWEEN 1 AND 9007199254740991),
  record text COLLATE "C" NOT NULL CHECK (octet_length(record) <= 100),
  kind text COLLATE "C" NOT NULL CHECK (octet_length(kind) <= 100),
  grp text COLLATE "C" NOT NULL CHECK (octet_length(grp) <= 100),
  value text COLLATE "C" NOT NULL CHECK (octet_length(value) <= 20000000),
  why text COLLATE "C" NOT NULL CHECK (octet_length(why) <= 20000),
  who text COLLATE "C" NOT NULL CHECK (octet_length(who) <= 800),
  at text COLLATE "C" NOT NULL CHECK (octet_length(at) <= 100),
  meeting text COLLATE "C" NOT NULL CHECK (octet_length(meeting) <= 100),
  parents text COLLATE "C" NOT NULL CHECK (octet_length(parents) <= 60000),
  batch text COLLATE "C" NOT NULL CHECK (octet_length(batch) <= 100),
  intent text COLLATE "C" NOT NULL CHECK (octet_length(intent) <= 100),
  digest text COLLATE "C" NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  arrival bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  login text NOT NULL DEFAULT session_user,
  came timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (session, number)
);
COMMENT ON COLUMN {{schema}}.edit.who IS 'The name the edit is signed with, as somebody typed it.';
COMMENT ON COLUMN {{schema}}.edit.login IS 'Who brought the edit in, as the server knows them.';
COMMENT ON COLUMN {{schema}}.edit.came IS 'When the edit came in, by the clock of the server.';

-- One after the other, so that a lower arrival is never seen later than a higher one. It locks a row that members cannot
-- lock themselves. Under another isolation level a lock would not help: what is compared below would be older than it.
CREATE FUNCTION {{schema}}.take_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'edits come in under READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
  END IF;
  PERFORM 1 FROM {{schema}}.board FOR UPDATE;
  RETURN NULL;
END $$;

-- The numbers of a session begin at 1 and have no gaps, and each edit matches its digest: SHA-256 over what it says.
CREATE FUNCTION {{schema}}.check_whole() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wrong text;
BEGIN
  SELECT a.session INTO wrong
  FROM (SELECT session, min(number) AS first, max(number) AS last, count(*) AS n FROM added GROUP BY session) a
  WHERE a.last - a.first + 1 <> a.n
    OR (a.first > 1 AND NOT EXISTS (
      SELECT 1 FROM {{schema}}.edit e WHERE e.session = a.session AND e.number = a.first - 1))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'an edit of the session % is missing', wrong USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT session || ':' || number INTO wrong
  FROM added
  WHERE digest <> encode(sha256(convert_to(
    '[' || to_json(session || ':' || number) || ',' || lamport || ',' || to_json(record) || ',' || to_json(kind)
    || ',' || to_json(grp) || ',' || to_json(value) || ',' || to_json(why) || ',' || to_json(who) || ',' || to_json(at)
    || ',' || to_json(meeting) || ',[' || coalesce((
      SELECT string_agg(to_json(parent)::text, ',' ORDER BY parent COLLATE "C")
      FROM unnest(string_to_array(nullif(parents, ''), ' ')) AS parent), '')
    || '],' || to_json(batch) || ',' || to_json(intent) || ']', 'UTF8')), 'hex')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the edit % does not match its digest', wrong USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION {{schema}}.tell_the_others() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('{{schema}}', '');
  RETURN NULL;
END $$;

CREATE FUNCTION {{schema}}.refuse_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'what is on a shared board is never changed or deleted: edits are only added'
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER take_turn BEFORE INSERT ON {{schema}}.edit FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.take_turn();
CREATE TRIGGER check_whole AFTER INSERT ON {{schema}}.edit REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.check_whole();
CREATE TRIGGER tell_the_others AFTER INSERT ON {{schema}}.edit
  FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.tell_the_others();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {{schema}}.edit
  FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.refuse_change();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE OR UPDATE OF identity, only_one ON {{schema}}.board
  FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.refuse_change();
ALTER TABLE {{schema}}.edit ENABLE ALWAYS TRIGGER take_turn, ENABLE ALWAYS TRIGGER check_whole;
ALTER TABLE {{schema}}.edit ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE {{schema}}.board ENABLE ALWAYS TRIGGER refuse_change;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {{schema}} FROM PUBLIC;
GRANT USAGE ON SCHEMA {{schema}} TO {{schema}}_member, {{schema}}_reader;
GRANT SELECT ON {{schema}}.board, {{schema}}.edit TO {{schema}}_member, {{schema}}_reader;
-- By column: arrival, login and came are the server's to say.
GRANT INSERT (session, number, lamport, record, kind, grp, value, why, who, at, meeting, parents, batch, intent, digest)
  ON {{schema}}.edit TO {{schema}}_member;

COMMIT;
