-- Progress: what its screens read is kept with each answer. Caches are laid out anew here, and folded from the log after.

DROP TABLE voided;
CREATE TABLE voided (
    review BLOB NOT NULL,
    learner BLOB NOT NULL,
    -- 1 when it was taken back on its own study day: then it does not count for the streak either.
    same_day INTEGER NOT NULL,
    -- By learner first: what one log takes back, and be it an imported one, is nothing to another.
    PRIMARY KEY (learner, review)
) STRICT, WITHOUT ROWID;

-- Options of the variant whose turn it is.
ALTER TABLE memory ADD COLUMN options INTEGER;
-- Study day of a sure but wrong answer that no right one has followed yet.
ALTER TABLE memory ADD COLUMN misled INTEGER;
-- Predictions and stated certainty against what came: [sure, right, not sure, right, then answers, right, expected of each tenth]
ALTER TABLE memory ADD COLUMN tally TEXT NOT NULL DEFAULT '';

DROP TABLE day_total;
CREATE TABLE day_total (
    learner BLOB NOT NULL,
    day INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    again INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    -- Answers that were not taken back on their own day; what the streak counts.
    kept INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    -- When and where the first and the last of them were given (see quizgame/domain/streak.py, reading).
    opened INTEGER,
    closed INTEGER,
    PRIMARY KEY (learner, day)
) STRICT, WITHOUT ROWID;

-- Whoever is being erased, or moved to another name, for the length of a transaction: the one exception to the log's guards.
CREATE TABLE erasing (
    learner BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

DROP TRIGGER review_stays;
DROP TRIGGER event_stays;
CREATE TRIGGER review_stays BEFORE DELETE ON review WHEN OLD.learner NOT IN (SELECT learner FROM erasing)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event WHEN OLD.learner NOT IN (SELECT learner FROM erasing)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Numbers of this device whose rows were erased: they are not missing, and are never given out again.
CREATE TABLE erased (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE device ADD COLUMN erased_to INTEGER NOT NULL DEFAULT 0;

-- The words of each question, folded for searching (see quizgame/store/search.py). Written when a pack is compiled.
CREATE TABLE question_words (
    question TEXT PRIMARY KEY REFERENCES question (key) ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT, WITHOUT ROWID;
