"""The kinds of steps of a flow, a module for each family."""

from . import ask, decide, lead, say

KINDS = {**say.KINDS, **decide.KINDS, **lead.KINDS, **ask.KINDS}
