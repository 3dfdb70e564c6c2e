"""Names and numbers that may stand in dialplan and file names."""

import re

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
E164 = re.compile(r"\+[0-9]{4,15}")
KEYS = set("0123456789*#")
