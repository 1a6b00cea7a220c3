-- What many reports tell together. All of it follows from reports, events and decisions, and is worked out from them.

-- Reports whose tellings are to be compared anew: written with the report, emptied when the history is up to date.
CREATE TABLE pending (
    report TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO pending SELECT id FROM reports WHERE active = 1;

-- Which tables of merging and talks the rows below were made with.
CREATE TABLE history (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    tables TEXT NOT NULL
) STRICT;

CREATE TABLE tellings (
    id        TEXT PRIMARY KEY,         -- hash of report, text, place of the words and type
    report    TEXT NOT NULL,
    n         INTEGER NOT NULL,
    happening TEXT NOT NULL             -- id of the earliest telling of the same happening
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tellings_by_event ON tellings (report, n);
CREATE INDEX tellings_by_happening ON tellings (happening);

-- Under which keys a telling is found by those that may tell the same.
CREATE TABLE keys (
    key     INTEGER NOT NULL,           -- hash of the key
    telling TEXT NOT NULL,
    PRIMARY KEY (key, telling)
) STRICT, WITHOUT ROWID;

CREATE INDEX keys_by_telling ON keys (telling);

-- Tellings that the points of their comparison join; both ways round.
CREATE TABLE joins (
    one    TEXT NOT NULL,
    other  TEXT NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- What people have decided. No run ever removes a row; one whose telling is gone waits for its return.
CREATE TABLE decisions (
    one   TEXT NOT NULL,
    other TEXT NOT NULL,
    joins INTEGER NOT NULL,             -- 1: one happening; 0: two
    made  TEXT,                         -- as the caller gave it; the store reads no clock
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- Between which parties a telling stands.
CREATE TABLE pairs (
    a        TEXT NOT NULL,
    b        TEXT NOT NULL,
    telling  TEXT NOT NULL,
    is_talks INTEGER NOT NULL,          -- 1: a step of talks or of a truce; 0: a deed
    PRIMARY KEY (a, b, telling)
) STRICT, WITHOUT ROWID;

CREATE INDEX pairs_by_telling ON pairs (telling);

CREATE INDEX parties_by_name ON parties (name);
CREATE INDEX reports_by_day ON reports (published);
