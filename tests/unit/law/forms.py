"""A form small enough to be read at a glance, for tests of forms."""

from __future__ import annotations

SMALL = """
id = "2021"
document = "文号"
title = "格式"
title_en = "Format"
report_years = {from = 2021}
sections = [
  {number = "一", kind = "table", table = "requests", title = "申请", title_en = "Requests"},
  {number = "二", kind = "prose", title = "问题", title_en = "Problems"},
]
identities = [
  {id = "flow", table = "requests", function = "flow", severity = "error", sentence = "相等", sentence_en = "Equal", source = "表头", lines = ["outcome.granted"]},
]

[[tables]]
id = "requests"
section = "一"
title = "申请"
title_en = "Requests"

[[tables.blocks]]
unit = "件"
unit_en = "requests"
orientation = "down"
lines = [
  {id = "received", kind = "leaf", label = "新收", label_en = "Received"},
  {id = "outcome", kind = "group", label = "结果", label_en = "Outcome"},
  {id = "outcome.granted", parent = "outcome", kind = "leaf", label = "公开", label_en = "Granted"},
  {id = "outcome.total", parent = "outcome", kind = "total", label = "总计", label_en = "Total"},
]
columns = [
  {id = "person", kind = "leaf", label = "自然人", label_en = "Persons"},
  {id = "total", kind = "total", label = "总计", label_en = "Total"},
]
"""
