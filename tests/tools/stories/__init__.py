"""The call stories of tests/data: read, held against a ledger, and acted out on the running product."""
