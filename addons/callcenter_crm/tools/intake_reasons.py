"""What is known of a row, and what that means: plain arithmetic, without Odoo."""

# flags of a row: by itself; TWIN: a value that must be unique is another row's or record's …
MISSING, BAD, VALUE, ITEM, TWIN = 1, 2, 4, 8, 2048
# … and by its number; OTHERS: in another campaign; AGAIN: not the first in the file; TWICE: one of several in the file
BLACKLIST, DO_NOT_CALL, CAMPAIGN, OTHERS, CUSTOMER, AGAIN, TWICE = 16, 32, 64, 128, 256, 512, 1024
OWN = MISSING | BAD | VALUE | ITEM | TWIN
# taken all the same: a value that does not fit its field, or that is unknown, is left empty (or a new item)
ODD_VALUE, ODD_ITEM = 4096, 8192


# what a row is dropped for: the first that it has and that the cleaning asks for
def reason(flags, cleaning):
    """Return the code of what a row with ``flags`` is dropped for, an empty text if it is taken.

    What is wrong with the row itself comes first; that nobody may call the number comes before where else it is.

    :param cleaning: see ``callcenter.list``: ``{"file", "campaign", "campaigns", "customers", "blacklist", …}``
    """
    if flags & MISSING:
        return "missing"
    if flags & BAD:
        return "bad"
    if flags & VALUE:
        return "value"
    if flags & ITEM:
        return "item"
    if flags & TWIN:
        return "twin"
    if cleaning["blacklist"] and flags & DO_NOT_CALL:
        return "do_not_call"
    if cleaning["blacklist"] and flags & BLACKLIST:
        return "blacklist"
    if cleaning["campaign"] and flags & CAMPAIGN:
        return "campaign"
    if cleaning["campaigns"] and flags & OTHERS:
        return "campaigns"
    if cleaning["customers"] == "drop" and flags & CUSTOMER:
        return "customers"
    if flags & {"first": AGAIN, "none_kept": TWICE}.get(cleaning["file"], 0):
        return "file"
    return ""


REASONS = (
    "missing", "bad", "value", "item", "twin", "do_not_call", "blacklist", "campaign", "campaigns", "customers", "file",
)  # fmt: skip


def counted(histogram, cleaning):
    """Return ``{reason: rows}`` of ``{flags: rows}``; the reason of those taken is an empty text."""
    counts = {}
    for flags, rows in histogram.items():
        why = reason(flags, cleaning)
        counts[why] = counts.get(why, 0) + rows
    return counts


def each_choice(histogram):
    """Return what each choice of the cleaning would drop by itself, of the rows that nothing is wrong with.

    Of values that do not fit or are unknown: the rows that have some, dropped or not.

    :returns: ``{"file_first", "file_none", "campaign", "campaigns", "customers", "blacklist", "bad", "missing",
        "values", "items", "twins"}``
    """

    def having(mask, among=lambda flags: not flags & OWN):
        return sum(rows for flags, rows in histogram.items() if flags & mask and among(flags))

    def always(flags):
        return True

    return {
        "file_first": having(AGAIN),
        "file_none": having(TWICE),
        "campaign": having(CAMPAIGN),
        "campaigns": having(OTHERS),
        "customers": having(CUSTOMER),
        "blacklist": having(BLACKLIST | DO_NOT_CALL),
        "bad": having(BAD, always),
        "missing": having(MISSING, always),
        "values": having(VALUE | ODD_VALUE, always),
        "items": having(ITEM | ODD_ITEM, always),
        "twins": having(TWIN, always),
    }
