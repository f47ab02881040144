-- +goose Up

-- Sequences are counted here rather than by the tables: one is never given
-- twice, even after what bore it was erased, and a dump carries them.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, last) VALUES ('event', 0), ('access', 0), ('message', 0), ('record', 0);

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  counter INTEGER NOT NULL,
  demand TEXT NOT NULL,
  kind TEXT NOT NULL,
  entered INTEGER NOT NULL, -- milliseconds since 1970
  line BLOB NOT NULL, -- the event as a line of a journal
  UNIQUE (origin, counter)
) STRICT;
CREATE INDEX events_demand ON events (demand, seq);

-- Projected from the events.
CREATE TABLE demands (
  demand TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  number TEXT NOT NULL,
  status TEXT NOT NULL,
  desk TEXT NOT NULL,
  deposited TEXT NOT NULL,
  renewed TEXT NOT NULL,
  struck_off TEXT NOT NULL,
  communes TEXT NOT NULL,
  online INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX demands_desk ON demands (desk, demand);

-- The communes of demands, to find by commune.
CREATE TABLE wanted (
  commune TEXT NOT NULL,
  demand TEXT NOT NULL,
  PRIMARY KEY (commune, demand)
) STRICT, WITHOUT ROWID;

CREATE TABLE numbers (
  number TEXT PRIMARY KEY,
  demand TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_demand ON numbers (demand);

CREATE TABLE papers (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  code TEXT NOT NULL,
  person TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  received INTEGER NOT NULL, -- microseconds since 1970, as every moment below
  until TEXT NOT NULL,
  refused INTEGER NOT NULL,
  service TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX papers_owner ON papers (owner, received, id);

CREATE TABLE records (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  until INTEGER NOT NULL, -- 0: for ever
  body BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX records_until ON records (until) WHERE until > 0;

CREATE TABLE access (
  rank INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  line BLOB NOT NULL
) STRICT;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX messages_due ON messages (topic, due, id);

CREATE TABLE answers (
  key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  answer BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_at ON answers (at);
