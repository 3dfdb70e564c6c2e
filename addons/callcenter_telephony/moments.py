"""Moments as browsers count them."""

from datetime import datetime

EPOCH = datetime(1970, 1, 1)  # naive UTC, as Odoo keeps moments


def ms(moment):
    """Return a naive UTC datetime as whole ms since the epoch, or False for none."""
    return bool(moment) and round((moment - EPOCH).total_seconds() * 1000)
