-- What has changed of late, so that whoever keeps the record in memory need not read all of it again. The last rows are
-- kept; who has seen none of them reads the record anew.
CREATE TABLE changes (
    n         INTEGER PRIMARY KEY,      -- from 1, never given twice
    report    TEXT,                     -- a report whose text, family or events are others now
    happening TEXT                      -- a happening that came, went, or has other tellings
) STRICT;

CREATE TRIGGER changes_are_few AFTER INSERT ON changes WHEN new.n % 1024 = 0 BEGIN
    DELETE FROM changes WHERE n <= new.n - 16384;
END;

-- A report is pending from when it is written until its tellings are compared; both are changes.
CREATE TRIGGER report_pending AFTER INSERT ON pending BEGIN
    INSERT INTO changes (report) VALUES (new.report);
END;
CREATE TRIGGER report_compared AFTER DELETE ON pending BEGIN
    INSERT INTO changes (report) VALUES (old.report);
END;
-- The family of a report is that of its text.
CREATE TRIGGER text_found AFTER INSERT ON texts BEGIN
    INSERT INTO changes (report) VALUES (new.report);
END;
CREATE TRIGGER family_found AFTER INSERT ON families BEGIN
    INSERT INTO changes (report) SELECT report FROM texts WHERE text = new.text;
END;
CREATE TRIGGER family_renamed AFTER UPDATE OF family ON families WHEN old.family <> new.family BEGIN
    INSERT INTO changes (report) SELECT report FROM texts WHERE text = new.text;
END;

CREATE TRIGGER telling_came AFTER INSERT ON tellings BEGIN
    INSERT INTO changes (happening) VALUES (new.happening);
END;
CREATE TRIGGER telling_went AFTER DELETE ON tellings BEGIN
    INSERT INTO changes (happening) VALUES (old.happening);
END;
CREATE TRIGGER telling_moved AFTER UPDATE OF happening ON tellings WHEN old.happening <> new.happening BEGIN
    INSERT INTO changes (happening) VALUES (old.happening);
    INSERT INTO changes (happening) VALUES (new.happening);
END;

-- What was joined or split by hand before such words had an author becomes a correction like all others.
INSERT INTO corrections (made, author, reason, kind, telling, report, hash, start, "end", others, before)
SELECT coalesce(d.made, ''), 'not known', '', CASE d.joins WHEN 1 THEN 'join' ELSE 'split' END,
       d.one, t.report, r.hash, json_extract(e.json, '$.act.start'), json_extract(e.json, '$.act.end'),
       json_array(d.other), 'null'
FROM decisions d
JOIN tellings t ON t.id = d.one
JOIN events e ON e.report = t.report AND e.n = t.n
JOIN reports r ON r.id = t.report AND r.active = 1
WHERE NOT EXISTS (
    SELECT 1 FROM corrections c
    WHERE c.kind IN ('join', 'split') AND c.undone IS NULL AND (
        (c.telling = d.one AND EXISTS (SELECT 1 FROM json_each(c.others) o WHERE o.value = d.other))
        OR (c.telling = d.other AND EXISTS (SELECT 1 FROM json_each(c.others) o WHERE o.value = d.one))));
