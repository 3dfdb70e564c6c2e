"""Numbers that people space out are one number each."""

import pytest
from callcenter_crm.tools.importing import numbers


@pytest.mark.parametrize(
    "text",
    [
        "+86 13800000003",
        "86 13800000003",
        "0086 138 0000 0003",
        "138 0000 0003 13900000001",
        "138-0000-0003 010-66668888",
    ],
)
def test_blanks_within_a_number_do_not_end_it(text):
    assert numbers.clean(text) == ("+8613800000003", "")
