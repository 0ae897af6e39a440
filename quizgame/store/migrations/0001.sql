-- The log: append-only, one row an event, guarded by triggers. Ids are UUIDv7; instants are microseconds since 1970 UTC;
-- offsets are seconds east of UTC; days are study days since 1970-01-01 as judged when the event happened.

CREATE TABLE learner (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name without upper and lower case, in every script.
    folded TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    -- The latest number that this device had given out when the learner was added.
    since INTEGER NOT NULL,
    -- The caches of this learner are the fold of the answers up to this study day (see quizgame/store/caches.py).
    horizon INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- This device; the rows of others come in by merging. Its next number is one more than the highest in its rows.
CREATE TABLE device (
    id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
    id BLOB NOT NULL,
    learner BLOB NOT NULL REFERENCES learner (id),
    device BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    instant INTEGER NOT NULL,
    utc_offset INTEGER NOT NULL,
    day INTEGER NOT NULL,
    session BLOB NOT NULL,
    question TEXT NOT NULL,
    objective TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    shown TEXT NOT NULL,
    chosen INTEGER,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
    certainty INTEGER NOT NULL CHECK (certainty BETWEEN 0 AND 2),
    seconds REAL NOT NULL,
    engine TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    -- The one total order of the log. Few trees mean few pages to write for each answer.
    PRIMARY KEY (learner, day, instant, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX review_by_objective ON review (learner, objective);
CREATE INDEX review_by_sequence ON review (device, sequence);

CREATE TABLE event (
    id BLOB NOT NULL,
    learner BLOB NOT NULL REFERENCES learner (id),
    device BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    instant INTEGER NOT NULL,
    utc_offset INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (learner, kind, day, instant, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_by_sequence ON event (device, sequence);

CREATE TRIGGER review_is_final BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER review_stays BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Caches: folds over the log, written in the same transaction; deleting them changes nothing.

CREATE TABLE voided (
    review BLOB PRIMARY KEY,
    learner BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX voided_by_learner ON voided (learner);

CREATE TABLE memory (
    learner BLOB NOT NULL,
    objective TEXT NOT NULL,
    stability REAL NOT NULL,
    difficulty REAL NOT NULL,
    last_day INTEGER NOT NULL,
    repetitions INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    latest_day INTEGER NOT NULL,
    latest_instant INTEGER NOT NULL,
    latest_id BLOB NOT NULL,
    second_held INTEGER,
    second_day INTEGER,
    second_instant INTEGER,
    -- The latest answer to each variant: [[question, day, instant, revision], …]
    shown TEXT NOT NULL,
    -- The schedule depends on the packs as well: it is written anew when a pack changes. Without a question, all variants are retired.
    pack TEXT,
    question TEXT,
    kind TEXT,
    due INTEGER,
    revised INTEGER,
    PRIMARY KEY (learner, objective)
) STRICT, WITHOUT ROWID;

CREATE INDEX memory_by_second ON memory (learner, second_day, second_instant, second_held) WHERE second_held IS NOT NULL;

CREATE TABLE day_total (
    learner BLOB NOT NULL,
    day INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    again INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    PRIMARY KEY (learner, day)
) STRICT, WITHOUT ROWID;

-- The catalogue: packs compiled from their files. Play reads only the questions it shows.

CREATE TABLE pack (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    built_in INTEGER NOT NULL,
    file_size INTEGER NOT NULL,
    file_time INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Files that are not packs, so that they are not read again at every start.
CREATE TABLE refused_file (
    file TEXT PRIMARY KEY,
    file_size INTEGER NOT NULL,
    file_time INTEGER NOT NULL,
    compiled TEXT NOT NULL,
    problems TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE objective (
    key TEXT PRIMARY KEY,
    pack TEXT NOT NULL REFERENCES pack (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    takeaway TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX objective_by_position ON objective (position, pack);
CREATE INDEX objective_by_pack ON objective (pack);

CREATE TABLE question (
    key TEXT PRIMARY KEY,
    objective TEXT NOT NULL REFERENCES objective (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    options INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX question_by_objective ON question (objective, position);

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a moved or renamed thing went: log rows keep the old key. A move stays known when its pack goes, or stops saying so.
CREATE TABLE alias (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX alias_by_new ON alias (new);
