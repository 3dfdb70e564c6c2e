"""The kinds of steps: what they are called, and which fields of callcenter.ivr.step each has."""

SELECTION = [
    ("play", "Play"),
    ("menu", "Menu"),
    ("digits", "Digits"),
    ("language", "Language"),
    ("hours", "Time and holidays"),
    ("branch", "Branch"),
    ("set", "Set value"),
    ("member", "Member number and PIN"),
    ("lookup", "Look-up"),
    ("web", "Web call"),
    ("queue", "Queue"),
    ("agent", "Agent"),
    ("department", "Department"),
    ("outside", "Outside number"),
    ("voicemail", "Voicemail"),
    ("callback", "Call-back wish"),
    ("survey", "Survey"),
    ("blacklist", "Blacklist"),
    ("subflow", "Sub-flow"),
    ("return", "Back from sub-flow"),
    ("hangup", "Hang up"),
]
ICONS = {
    "play": "fa-volume-up",
    "menu": "fa-th",
    "digits": "fa-keyboard-o",
    "language": "fa-language",
    "hours": "fa-calendar",
    "branch": "fa-code-fork",
    "set": "fa-pencil",
    "member": "fa-id-card-o",
    "lookup": "fa-search",
    "web": "fa-globe",
    "queue": "fa-users",
    "agent": "fa-user",
    "department": "fa-sitemap",
    "outside": "fa-mobile",
    "voicemail": "fa-envelope-o",
    "callback": "fa-phone",
    "survey": "fa-star-o",
    "blacklist": "fa-ban",
    "subflow": "fa-random",
    "return": "fa-reply",
    "hangup": "fa-stop",
}
GROUPS = {  # of the palette, in its order
    "say": ("play", "menu", "digits", "language", "member", "survey"),
    "decide": ("hours", "branch", "blacklist"),
    "know": ("set", "lookup", "web"),
    "lead": ("queue", "agent", "department", "outside", "voicemail", "callback"),
    "flow": ("subflow", "return", "hangup"),
}
_ASKING = ("timeout_s", "tries")
FIELDS = {  # of each kind, in the order of the inspector
    "play": ("prompt_id", "keys_interrupt", "goal"),
    "menu": ("prompt_id", *_ASKING, "goal"),
    "digits": (
        "prompt_id", "variable", "min_digits", "max_digits", "terminator", *_ASKING, "wrong_prompt_id", "goal",
    ),
    "language": ("prompt_id", "language_keys", *_ASKING),
    "hours": ("calendar_id",),
    "branch": ("subject", "variable"),
    "set": ("variable", "value", "goal"),
    "member": (
        "prompt_id", "pin_prompt_id", "wrong_prompt_id", *_ASKING, "lock_after", "lock_minutes",
    ),
    "lookup": ("lookup_id", "variable", "goal"),
    "web": ("url", "method", "web_fields", "json_path", "variable", "deadline_s", "goal"),
    "queue": ("queue_id", "prompt_id"),
    "agent": ("agent_id", "prompt_id", "ring_s"),
    "department": ("department_id", "prompt_id", "ring_s"),
    "outside": ("number", "prompt_id", "ring_s"),
    "voicemail": ("queue_id", "prompt_id"),
    "callback": ("queue_id", "prompt_id"),
    "survey": ("prompt_id", "survey_keys", *_ASKING, "thanks_prompt_id"),
    "blacklist": ("blacklist_act",),
    "subflow": ("target_flow_id",),
    "return": (),
    "hangup": ("prompt_id", "goal"),
}  # fmt: skip
NEEDED = {
    "language": ("prompt_id",),
    "branch": ("variable",),
    "web": ("url",),
    "outside": ("number",),
}  # as render asks
SHOWN = {  # fields that only some choices have a use for: by kind, the field that decides, and its values (any: True)
    "branch": {"variable": ("subject", ("variable", False))},
    "web": {"variable": ("json_path", True)},
}
ATTRIBUTES = {  # fields that are attributes of render.model.Step
    "prompt_id": "prompt",
    "queue_id": "queue",
    "timeout_s": "timeout_s",
    "tries": "tries",
    "keys_interrupt": "keys_interrupt",
    "goal": "goal",
}
VALUES = {  # names of Step.values and attributes that differ from the field's
    "prompt": "prompt_id",
    "queue": "queue_id",
    "calendar": "calendar_id",
    "department": "department_id",
    "endpoint": "agent_id",
    "flow": "target_flow_id",
    "lookup": "lookup_id",
    "pin_prompt": "pin_prompt_id",
    "thanks_prompt": "thanks_prompt_id",
    "wrong_prompt": "wrong_prompt_id",
}


def has_use(kind, name, values):
    """Tell whether a step with these values has a use for its field ``name``."""
    decides, wanted = SHOWN.get(kind, {}).get(name, (False, True))
    value = values.get(decides) or False
    return not decides or (bool(value) if wanted is True else value in wanted)
