-- The planner learns from all answers how a learner forgets (events of the kind `parameters-fitted`), no longer from
-- second meetings alone.

DROP INDEX memory_by_second;
ALTER TABLE memory DROP COLUMN second_held;
ALTER TABLE memory DROP COLUMN second_day;
ALTER TABLE memory DROP COLUMN second_instant;
