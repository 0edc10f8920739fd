"""Reading with python-calamine alone, one file after another, and no look at what was read."""

import sys

import python_calamine

cells = 0
for path in sys.argv[1:]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    cells += sum(
        len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
    )
sys.stdout.write(f"{cells}\n")
