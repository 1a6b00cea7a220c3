-- Which reports are versions of one text: reprints and revisions. Worked out with the tellings, from the same list of
-- pending reports.

INSERT OR IGNORE INTO pending SELECT id FROM reports WHERE active = 1;

-- Under which runs of words a report is found by those that may be versions of its text.
CREATE TABLE marks (
    mark   INTEGER NOT NULL,            -- hash of the run and of the day of the report
    report TEXT NOT NULL,
    PRIMARY KEY (mark, report)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_by_report ON marks (report);

-- Reports of which one copies the other; both ways round.
CREATE TABLE versions (
    one   TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- The family of a report, called by its earliest version.
CREATE TABLE families (
    report TEXT PRIMARY KEY,
    family TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX families_by_name ON families (family);
