"""Why a command is not carried out: codes with values, each with its sentence that every user reads translated."""

import re
from pathlib import Path

import pytest
from callcenter_telephony.connector import refusals
from callcenter_telephony.connector.ami_session import AmiError
from callcenter_telephony.connector.refusals import SENTENCES, CommandRefused, not_reached, why

CONNECTOR = Path(refusals.__file__).parent
RAISED = re.compile(r"CommandRefused\(\s*((?:[^()]|\([^()]*\))*)\)")


def raised():
    """(code, names of its values) of each refusal that is written in the connector's code."""
    for path in CONNECTOR.glob("*.py"):
        for arguments in RAISED.findall(path.read_text("utf-8")):
            if code := re.match(r'"(\w+)"', arguments):
                yield code[1], set(re.findall(r"(\w+)=", arguments))


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_begins_with_a_capital_or_a_value_and_ends_with_a_full_stop(sentence):
    assert sentence[0].isupper() or sentence.startswith("%(")
    assert sentence.endswith(".")


def test_each_refusal_has_its_sentence_and_the_values_for_it():
    found = list(raised())
    assert len(found) > 20
    for code, values in found:
        assert values == set(re.findall(r"%\((\w+)\)s", SENTENCES[code])), code


def test_each_sentence_is_said_somewhere():
    code = "".join(path.read_text("utf-8") for path in CONNECTOR.glob("*.py"))
    for name in SENTENCES:
        assert len(re.findall(rf'"{name}"', code)) > 1, name


def test_no_refusal_is_raised_with_a_text_of_its_own():
    for path in set(CONNECTOR.glob("*.py")) - {Path(refusals.__file__)}:
        for arguments in RAISED.findall(path.read_text("utf-8")):
            assert re.match(r'"\w+"(,|$)|refusal$', arguments), (path.name, arguments)


def test_as_text_it_is_the_sentence_in_english():
    refused = CommandRefused("signed_out", agent="1001")
    assert str(refused) == "1001 is not signed in. Sign in first."
    assert why(refused) == {"code": "signed_out", "values": {"agent": "1001"}}


@pytest.mark.parametrize(
    ("reason", "code"), [("5", "phone_busy"), ("3", "phone_unanswered"), ("0", "phone_gone"), (None, "phone_gone")]
)
def test_a_phone_that_did_not_answer(reason, code):
    assert not_reached("PJSIP/1001-web", {"Reason": reason}).code == code


def test_what_is_no_refusal_of_ours():
    assert why(TimeoutError())["code"] == "no_answer"
    assert why(AmiError("No such queue")) == {"code": "node", "values": {"reason": "No such queue"}}
    assert why(KeyError("oops")) == {"code": "failed", "values": {}}
