"""What an analyst would write on day one: a cross-tab with pandas and the reader it takes by itself."""

import json
import sys

import pandas as pd

frame = pd.read_excel(sys.argv[1], engine="openpyxl")
table = pd.crosstab(frame["办理结果"].fillna(""), frame["申请人类型"])
counts = {
    f"{row}|{column}": int(table.at[row, column]) for row in table.index for column in table.columns
}
json.dump(counts, sys.stdout, ensure_ascii=False)
