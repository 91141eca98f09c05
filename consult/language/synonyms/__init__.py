"""Other names of drugs, conditions and symptoms: read from published word lists, kept in one small file.

`sources` reads them, `lexicon` writes the file at set-up and looks names up in it.
"""
