"""Tables as spreadsheet programs save them."""

import pytest

from consult.common.spreadsheet import SpreadsheetError, guarded, read_table, unguarded

ROW = [(2, ["acne", "Ménière"])]


@pytest.mark.parametrize(
    "data",
    [
        "slug,name\nacne,Ménière\n".encode(),
        "slug;name\r\nacne;Ménière\r\n".encode("cp1252"),
        "slug\tname\r\nacne\tMénière".encode("utf-16"),
        "﻿Slug;Name;;\r\nacne;Ménière;;\r\n".encode(),
        'slug , "Name"\racne,"Ménière"\r'.encode(),
        "slug;name\nacne;Ménière\n;;\n\n".encode(),
    ],
    ids=["utf-8", "cp1252", "utf-16", "bom", "old mac", "empty rows"],
)
def test_a_table_is_read_however_it_was_saved(data):
    table = read_table(data)
    assert (table.columns, [(number, [cell.strip() for cell in row]) for number, row in table.rows]) == (
        ["slug", "name"],
        ROW,
    )


def test_rows_have_the_numbers_of_the_spreadsheet_and_as_many_cells_as_there_are_columns():
    table = read_table(b'sep=;\nslug;"the name"\n\nacne\n"a;b";"c ""d"""\n')
    assert (table.columns, table.rows) == (["slug", "the_name"], [(4, ["acne", ""]), (5, ["a;b", 'c "d"'])])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04x", "This is a workbook. Save it as CSV, and bring that in."),
        (b"", "The file has no headings in its first row."),
        (b"a,a\n1,2\n", "The column “a” stands twice in the first row."),
        (b"a\0b\n", "The file cannot be read as a table. Save it as CSV."),
        (
            b"a;b\n1;2;3\n",
            "Row 2 has 3 cells and there are 2 columns. Put a text that has a separator in it into quotes.",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data, said):
    with pytest.raises(SpreadsheetError) as error:
        read_table(data)
    assert str(error.value) == said


@pytest.mark.parametrize("cell", ["=1+1", "'=1", "''-1", "＝1", "\n=1", "'tis", "plain", ""])
def test_a_cell_goes_out_as_text_and_comes_back_as_it_was(cell):
    out = guarded(cell)
    assert (out[:1] in "'" if out != cell else not cell.startswith(("=", "＝", "\n")), unguarded(out)) == (
        True,
        cell,
    )
