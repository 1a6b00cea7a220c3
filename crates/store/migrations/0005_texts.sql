-- Tellings of different reports that are alike in all that is compared are one form; keys and joins are those of forms.

DROP TABLE tellings;
DROP TABLE keys;
DROP TABLE joins;
DELETE FROM pairs;

CREATE TABLE tellings (
    id        TEXT PRIMARY KEY,         -- hash of report, text, place of the words and type
    report    TEXT NOT NULL,
    n         INTEGER NOT NULL,
    form      INTEGER NOT NULL,         -- hash of all that is compared
    happening TEXT NOT NULL             -- id of the earliest telling of the same happening
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tellings_by_event ON tellings (report, n);
CREATE INDEX tellings_by_form ON tellings (form);
CREATE INDEX tellings_by_happening ON tellings (happening);

-- Under which keys a form is found by those that may tell the same.
CREATE TABLE keys (
    key  INTEGER NOT NULL,              -- hash of the key
    form INTEGER NOT NULL,
    PRIMARY KEY (key, form)
) STRICT, WITHOUT ROWID;

CREATE INDEX keys_by_form ON keys (form);

-- Forms that the points of their comparison join; both ways round.
CREATE TABLE joins (
    one    INTEGER NOT NULL,
    other  INTEGER NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- Families of texts without pairs: reports whose texts are the same, but for numbers, on one day are one text, and a
-- family is held together by one tie fewer than it has texts.

DROP TABLE marks;
DROP TABLE versions;
DROP TABLE families;

INSERT OR IGNORE INTO pending SELECT id FROM reports WHERE active = 1;

-- The text of a report.
CREATE TABLE texts (
    report TEXT PRIMARY KEY,
    text   INTEGER NOT NULL             -- hash of its sentences without numbers, and of its day
) STRICT, WITHOUT ROWID;

CREATE INDEX texts_by_text ON texts (text, report);

-- Under which runs of words a text is found by those that may be versions of it.
CREATE TABLE marks (
    mark INTEGER NOT NULL,              -- hash of the run
    day  INTEGER NOT NULL,              -- days since 1970; of a text without a day a number that no day has
    text INTEGER NOT NULL,
    PRIMARY KEY (mark, day, text)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_by_text ON marks (text);

-- Texts of which one copies the other; both ways round. Enough of them to hold each family together, not all.
CREATE TABLE ties (
    one   INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- The family of a text, called by its earliest report.
CREATE TABLE families (
    text   INTEGER PRIMARY KEY,
    day    TEXT,
    family TEXT NOT NULL
) STRICT;

CREATE INDEX families_by_name ON families (family);
