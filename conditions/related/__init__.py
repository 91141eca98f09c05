"""The related-question engine.  docs/RELATED.md says what it does and why; the rooms, in the order to read them:

1. `calibration`: what the shipped language model is, and every number that belongs to it.
2. `text/`: what is read.  `prepare` cleans and stems, `documents` says what of a question, cause or page is indexed.
3. `encoder/`: texts to vectors (`encoder`, `pooling`) and to what is compared word by word (`token_sketch`).
   Files of the model: `build`, `manifest`.
4. `backends/`: what is stored, and found again.  `base` says what is asked of a database; `postgresql` and `sqlite/`
   answer.  Common to both: `keyword_index`, `bm25`, `schema`.  The column of a vector: `vector_field`.
5. `reasons/`: why two texts were matched.  `facts` reads what is said of them, `explain` puts it into words.
6. `ranking/`: `query` is what is looked for and found; `first_stage`, then `second_stage` with `late_interaction` and
   `term_overlap`; `scoring` and `diversity` are pure functions.
7. What comes of it.  `lists/`: `neighbours` makes the stored lists of `candidates`, `read` and `topics` read them.
   `proposals/`: `while_asking`, `for_replies`, `for_pages`.
8. `upkeep/`: `listeners` hear of a change, `publication` carries it into `index` and lists; `rebuild`, `erasure`,
   `status`.  `measure/`: the numbers.

A room imports from those before it only (tests/portal/test_arrows.py); `lists/` and `proposals/` stand side by side.
"""
