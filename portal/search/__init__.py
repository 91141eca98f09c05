"""Find: questions, replies, causes and reference pages, by meaning and by word.

`query` reads what was typed, `results` asks the engine and lets the database authorise, `snippets` marks the words,
`spelling` corrects them, `filters` narrows, `help` is for when nothing was found.
"""
