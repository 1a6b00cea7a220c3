-- What is told in the same words day after day is a series: of texts, the issues of each day are then a family, and of
-- deeds, those of each day a happening. The other tables of merging work both out afresh.

ALTER TABLE families ADD COLUMN series INTEGER NOT NULL DEFAULT 0;

-- For the first and the last day of a name, and for the rows of which it is not yet written down that they are a series.
CREATE INDEX families_by_day ON families (family, day);
CREATE INDEX families_by_series ON families (family, series);
DROP INDEX families_by_name;

CREATE TRIGGER family_is_series AFTER UPDATE OF series ON families WHEN old.series <> new.series BEGIN
    INSERT INTO changes (report) SELECT report FROM texts WHERE text = new.text;
END;

-- By how many days the other is later where nothing singles the deed out; NULL for a link that leads over any.
ALTER TABLE joins ADD COLUMN days INTEGER;
