-- The record: who coded, what was read, what each report tells, and why the rest gave nothing.

CREATE TABLE coders (
    key      TEXT PRIMARY KEY,          -- hash of the four columns that follow
    program  TEXT NOT NULL,
    model    TEXT NOT NULL,
    tables   TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    n         INTEGER PRIMARY KEY,
    coder     TEXT NOT NULL REFERENCES coders (key),
    started   TEXT,                     -- as the caller gave it; the store reads no clock
    coded     INTEGER,                  -- this and the next two: NULL in a run that did not end
    unchanged INTEGER,
    skipped   INTEGER
) STRICT;

CREATE TABLE problems (
    run      INTEGER NOT NULL REFERENCES runs (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file     TEXT NOT NULL,
    line     INTEGER,
    what     TEXT NOT NULL,
    remedy   TEXT NOT NULL,
    skipped  INTEGER NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- A report whose text changed is a new revision; the last one is active, the others keep their text only.
CREATE TABLE reports (
    id          TEXT NOT NULL,
    hash        TEXT NOT NULL,          -- SHA-256 of the text
    revision    INTEGER NOT NULL,       -- from 1
    active      INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,          -- SHA-256 of all that the reader gave
    coder       TEXT NOT NULL REFERENCES coders (key),
    title       TEXT,
    agency      TEXT,
    byline      TEXT,
    dateline    TEXT,
    published   TEXT,                   -- ISO day; NULL where the year is not known
    url         TEXT,
    language    TEXT,
    text        TEXT NOT NULL,
    blocks      TEXT NOT NULL,          -- JSON
    found       TEXT NOT NULL,          -- JSON: the columns above with how each was found
    PRIMARY KEY (id, hash)
) STRICT;

CREATE UNIQUE INDEX active_reports ON reports (id) WHERE active = 1;

CREATE TABLE events (
    report       TEXT NOT NULL,
    n            INTEGER NOT NULL,
    hash         TEXT NOT NULL,
    type         TEXT NOT NULL,
    modes        TEXT NOT NULL,         -- JSON list
    factuality   TEXT NOT NULL,
    date_from    TEXT,
    date_to      TEXT,
    precision    TEXT,
    place        TEXT,
    admin1       TEXT,
    country      TEXT,
    lat          REAL,
    lon          REAL,
    place_folded TEXT NOT NULL,         -- for look-up: lower case, no accents
    killed       INTEGER,               -- best number, else the lowest
    injured      INTEGER,
    captured     INTEGER,
    count        INTEGER,
    talks_act    TEXT,
    rule         TEXT NOT NULL,
    json         TEXT NOT NULL,         -- the whole event
    PRIMARY KEY (report, n),
    FOREIGN KEY (report, hash) REFERENCES reports (id, hash)
) STRICT;

CREATE INDEX events_by_date ON events (date_from, date_to);
CREATE INDEX events_by_type ON events (type);

CREATE TABLE parties (
    report   TEXT NOT NULL,
    n        INTEGER NOT NULL,
    role     TEXT NOT NULL,             -- actor, recipient, word_of
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    party    TEXT,                      -- identifier in the table of parties
    country  TEXT,
    sector   TEXT,
    stance   TEXT,                      -- of a word_of
    text     TEXT NOT NULL,
    start    INTEGER,
    "end"    INTEGER,
    folded   TEXT NOT NULL,
    PRIMARY KEY (report, n, role, position),
    FOREIGN KEY (report, n) REFERENCES events (report, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX parties_by_country ON parties (country);

CREATE TABLE evidence (
    report   TEXT NOT NULL,
    n        INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (report, n, position),
    FOREIGN KEY (report, n) REFERENCES events (report, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Why a sentence or a candidate gave nothing.
CREATE TABLE notes (
    report   TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (report, position),
    FOREIGN KEY (report, hash) REFERENCES reports (id, hash)
) STRICT, WITHOUT ROWID;
