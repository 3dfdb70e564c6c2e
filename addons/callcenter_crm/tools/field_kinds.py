"""Kinds of custom fields: what they are called, what column each has."""

_ITEM = "callcenter.dictionary.item"
KINDS = [
    ("char", "Text"),
    ("text", "Long Text"),
    ("integer", "Whole Number"),
    ("float", "Decimal Number"),
    ("monetary", "Money"),
    ("date", "Date"),
    ("datetime", "Date and Time"),
    ("boolean", "Yes or No"),
    ("item", "One of a Dictionary"),
    ("items", "Several of a Dictionary"),
    ("partner", "Customer"),
    ("user", "User"),
    ("product", "Product"),
]
UNIQUE_KINDS = ("char", "integer", "date", "datetime", "item", "partner", "user", "product")
NUMBERS = ("integer", "float", "monetary")
# kind: model it links to
LINKS = {"item": _ITEM, "items": _ITEM, "partner": "res.partner", "user": "res.users", "product": "product.product"}
TYPES = {"item": "many2one", "items": "many2many", "partner": "many2one", "user": "many2one", "product": "many2one"}
CUSTOM = "x_cc_"  # how the columns' names begin
