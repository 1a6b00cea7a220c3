-- What people say of events. No run ever changes or removes a row; one whose event is gone waits for its return.
CREATE TABLE corrections (
    n         INTEGER PRIMARY KEY,
    made      TEXT NOT NULL,            -- as the caller gave it; the store reads no clock
    author    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    kind      TEXT NOT NULL,            -- accept, reject, edit, join, split
    telling   TEXT NOT NULL,            -- id of the telling that is meant
    report    TEXT NOT NULL,            -- where its act stands: found again by this where the id is another one
    hash      TEXT NOT NULL,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    others    TEXT NOT NULL,            -- JSON list of tellings, of join and split
    field     TEXT,                     -- of an edit
    before    TEXT,                     -- JSON: the field, or the event that was rejected or accepted
    after     TEXT,                     -- JSON: the field
    undone    TEXT,
    undone_by TEXT
) STRICT;

CREATE INDEX corrections_by_report ON corrections (report);

-- Events that were corrected, as the coder gave them: the table of events holds what stands after the corrections.
CREATE TABLE coded_events (
    report TEXT NOT NULL,
    n      INTEGER NOT NULL,
    json   TEXT NOT NULL,
    PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;
