-- The third axis of time: when the text of a report first came into the record. NULL in what older versions wrote.

ALTER TABLE reports ADD COLUMN coded TEXT;  -- ISO day, as the caller gave it; the store reads no clock
