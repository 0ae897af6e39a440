-- Conversations: dialogues whose every turn practises an objective. Answers name a turn as `pack/conversation.turn`.

CREATE TABLE conversation (
    key TEXT PRIMARY KEY,
    pack TEXT NOT NULL REFERENCES pack (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    -- Folded for searching, as in question_words.
    words TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_by_pack ON conversation (pack, position);

CREATE TABLE turn (
    key TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- Key of the objective that the choice practises; its pack may be another one, or missing.
    objective TEXT NOT NULL,
    content TEXT NOT NULL,
    -- 1 when the best responses lead through it.
    on_best_path INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX turn_by_conversation ON turn (conversation, position);

-- Only answers of conversations, so that the latest ones are found among a million others. Ids hold no full stop.
CREATE INDEX review_of_turn ON review (learner, day, instant, id) WHERE instr(question, '.') > 0;

CREATE INDEX objective_by_topic ON objective (pack, topic);
