"""The related-question engine.  docs/RELATED.md says what it does and why; the modules, in the order to read them:

1. What is read of a text: `text`, `shorthand`, `stemmer`, `words`; of a question, cause or page: `sources`.
2. Vectors of it: `encoder`, `headed`, and `late` for the word pieces. Files of the model: `model_build`, `manifest`.
3. What is stored: `index`, with `schema` and `fields` below it.  On SQLite `vectors` keeps the `vector_file` in step.
4. Finding: `near` (`matrix`, or pgvector) and `lexical` (`fts`, one module for each database); `search` joins both.
5. Scoring: `overlap`, `late` and `ranking`, pure functions.  Words for it: `describe` reads, `explain` says.
6. What comes of it: `candidates` and `neighbours` (stored lists), `shown`, `suggest`, `proposals`, `topics`.
7. Upkeep: `listeners`, `rebuild`, `scrub`, `status`.  Measuring: `evaluation`, `evaluation_links`, `report`.
"""
