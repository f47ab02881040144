-- +goose Up

-- Sequences are counted here rather than by the tables: one is never given
-- twice, even after what bore it was erased, and a dump carries them. A writer
-- holds these rows until it has committed: see the package sqldb. Names sort by
-- bytes, as in every store.
CREATE TABLE counters (
  name TEXT COLLATE "C" PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO counters (name, last) VALUES ('event', 0), ('access', 0), ('message', 0), ('record', 0);

CREATE TABLE events (
  seq BIGINT PRIMARY KEY,
  origin TEXT COLLATE "C" NOT NULL,
  counter BIGINT NOT NULL,
  demand TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  entered BIGINT NOT NULL, -- milliseconds since 1970
  line BYTEA NOT NULL, -- the event as a line of a journal
  UNIQUE (origin, counter)
);
CREATE INDEX events_demand ON events (demand, seq);

-- Projected from the events.
CREATE TABLE demands (
  demand TEXT COLLATE "C" PRIMARY KEY,
  seq BIGINT NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  desk TEXT COLLATE "C" NOT NULL,
  deposited TEXT COLLATE "C" NOT NULL,
  renewed TEXT COLLATE "C" NOT NULL,
  struck_off TEXT COLLATE "C" NOT NULL,
  communes TEXT COLLATE "C" NOT NULL,
  online BIGINT NOT NULL
);
CREATE INDEX demands_desk ON demands (desk, demand);

-- The communes of demands, to find by commune.
CREATE TABLE wanted (
  commune TEXT COLLATE "C" NOT NULL,
  demand TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (commune, demand)
);

CREATE TABLE numbers (
  number TEXT COLLATE "C" PRIMARY KEY,
  demand TEXT COLLATE "C" NOT NULL
);
CREATE INDEX numbers_demand ON numbers (demand);

CREATE TABLE papers (
  id TEXT COLLATE "C" PRIMARY KEY,
  owner TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  received BIGINT NOT NULL, -- microseconds since 1970, as every moment below
  until TEXT COLLATE "C" NOT NULL,
  refused BIGINT NOT NULL,
  service TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX papers_owner ON papers (owner, received, id);

CREATE TABLE records (
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  until BIGINT NOT NULL, -- 0: for ever
  body BYTEA NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX records_until ON records (until) WHERE until > 0;

CREATE TABLE access (
  rank BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  line BYTEA NOT NULL
);

CREATE TABLE messages (
  id BIGINT PRIMARY KEY,
  topic TEXT COLLATE "C" NOT NULL,
  due BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX messages_due ON messages (topic, due, id);

CREATE TABLE answers (
  key TEXT COLLATE "C" PRIMARY KEY,
  digest TEXT COLLATE "C" NOT NULL,
  answer BYTEA NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX answers_at ON answers (at);
