"""Steps that decide without a word: hours, branch, set, blacklist, sub-flow and its way back."""

from ..model import Step
from .base import BYE, FREE, TEXT, Build, Fault, Kind, Need, equals, filled, go, when

SUBJECTS = {  # of a branch: the line that reads it into CC_VALUE
    "level": "Set(CC_VALUE=${DB(cc/vip/${CC_NUMBER})})",
    "number": "Set(CC_VALUE=${CC_NUMBER})",
    "region": "Gosub(cc-ask,s,1(region))",
    "language": "Set(CC_VALUE=${CC_LANG})",
}


def hours(build: Build, step: Step) -> list[str]:
    """The calendar has a context of its own, rendered anew each day: the flow stays as it is."""
    lines = [
        f"Gosub(cc-hours-{step.value('calendar')},s,1)",
        when('"${GOSUB_RETVAL}" = "open"', step.exit("open")),
        *build.mark("CC_CLOSED", flow=build.flow.code, step=step.code),
    ]
    if step.exit("holiday"):
        lines.append(when('"${GOSUB_RETVAL}" = "holiday"', step.exit("holiday")))
    return [*lines, go(step.exit("closed"))]


def branch(build: Build, step: Step) -> list[str]:
    """The first value that fits; of numbers the longest beginning."""
    subject = step.value("subject", "variable")
    read = SUBJECTS.get(subject) or f"Set(CC_VALUE=${{CCV_{step.value('variable')}}})"
    if subject == "number":
        choices = sorted(step.choices, key=lambda choice: -len(choice.key))
        tests = [when(f'"${{CC_VALUE:0:{len(one.key)}}}" = "{one.key}"', one.step) for one in choices]
    else:
        tests = [when(equals("CC_VALUE", choice.key), choice.step) for choice in step.choices]
    return [read, *tests, go(step.next)]


def branch_faults(step: Step):
    if step.value("subject", "variable") not in ("variable", *SUBJECTS):
        yield Fault(step.code, "subject", "bad_value", {"value": step.value("subject")})
    elif step.value("subject", "variable") == "variable" and not step.value("variable"):
        yield Fault(step.code, "variable", "missing")


def assign(build: Build, step: Step) -> list[str]:
    return [f"Set(CCV_{step.value('variable')}={filled(str(step.value('value')))})", go(step.next)]


def assign_faults(step: Step):
    """``{other}`` stands for another variable's value."""
    plain = str(step.value("value")).replace("{", "").replace("}", "")
    if plain and not TEXT.fullmatch(plain) or "{" in filled(str(step.value("value"))).replace("${CCV_", ""):
        yield Fault(step.code, "value", "bad_value", {"value": step.value("value")})


def blacklist(build: Build, step: Step) -> list[str]:
    """Ask whether the caller is turned away from now on, or see to it: here at once, in Odoo by the connector."""
    if step.value("blacklist_act", "test") == "put":
        put = ['ExecIf($["${CC_NUMBER}" != ""]?Set(DB(cc/refused/${CC_NUMBER})=1))', "Gosub(cc-agi,s,1(blacklist))"]
        return [*([] if build.trial else put), go(step.next)]
    return [
        'Gosub(cc-on-list,s,1(refused,${IF($["${CC_NUMBER}" = ""]?withheld:${CC_NUMBER})},${CC_DID}))',
        when('"${GOSUB_RETVAL}" = "1"', step.exit("listed")),
        go(step.next),
    ]


def subflow(build: Build, step: Step) -> list[str]:
    """Another flow, as it is published now; it comes back with its step of the kind ``return``."""
    context = build.flows.get(step.value("flow"))
    call = ["Set(CC_DEPTH=$[0${CC_DEPTH} + 1])", f"Gosub({context},s,1)", "Set(CC_DEPTH=$[${CC_DEPTH} - 1])"]
    return [*(call if context else []), go(step.next)]


def back(build: Build, step: Step) -> list[str]:
    return ["ExecIf($[0${CC_DEPTH} > 0]?Return())", "Hangup(16)" if build.trial else BYE]


KINDS = {
    "hours": Kind(hours, exits=("open", "closed"), more=("holiday",), needs=(Need("calendar", "calendars"),)),
    "branch": Kind(branch, free=FREE, faults=branch_faults),
    "set": Kind(assign, variables=("variable",), faults=assign_faults),
    "blacklist": Kind(blacklist, more=("listed",)),
    "subflow": Kind(subflow, needs=(Need("flow", "flows"),)),
    "return": Kind(back, exits=()),
}
