"""The only place that knows SQL: the append-only log, its caches, the catalogue of packs and the learners."""
