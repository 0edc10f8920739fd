"""What a DTD may look like, for the tests that none is ever read."""

from __future__ import annotations

LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
DECLARATIONS = {
    "a plain one": "<!DOCTYPE workbook>",
    "billion laughs": LAUGHS,
    "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY a "{"a" * 2000}">]>',
    "external entity": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external subset": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "in small letters": "<!doctype a>",
    "after a comment": "<!-- <workbook> --><!DOCTYPE a>",
    "after a long comment": f"<!-- {'-' * 5000}> --><!DOCTYPE a>",
}
