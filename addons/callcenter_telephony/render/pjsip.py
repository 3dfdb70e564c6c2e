"""Phones and trunks; the templates they are made from are in config/asterisk/pjsip.conf."""

import re

from .model import Endpoint, NodeConfig, Trunk
from .text import section

WEB = "-web"


def render(config: NodeConfig) -> str:
    """pjsip.conf of a node."""
    phones = "".join(_endpoint(endpoint) for endpoint in config.endpoints)
    return phones + "".join(_trunk(trunk) for trunk in config.trunks)


def names(config: NodeConfig) -> set[str]:
    """The PJSIP endpoints that Asterisk must know afterwards."""
    extensions = {endpoint.extension for endpoint in config.endpoints}
    return extensions | {extension + WEB for extension in extensions} | {trunk.code for trunk in config.trunks}


def _endpoint(endpoint: Endpoint) -> str:
    return _phone(endpoint, endpoint.extension, "cc-phone") + _phone(endpoint, endpoint.extension + WEB, "cc-web")


def _phone(endpoint: Endpoint, name: str, template: str) -> str:
    shown = re.sub(r'["<>\\]', "", endpoint.name) or endpoint.extension
    return "".join(
        (
            section(
                name,
                template,
                (
                    ("auth", name),
                    ("aors", name),
                    ("allow", ",".join(endpoint.codecs)),
                    ("callerid", f'"{shown}" <{endpoint.extension}>'),
                    ("set_var", f"CC_EXT={endpoint.extension}"),
                    *((("set_var", "CC_MASKED=1"),) if endpoint.masked else ()),  # see cc-shown
                    *((("set_var", f"CC_DEPARTMENT={endpoint.department}"),) if endpoint.department else ()),
                    *((("set_var", f"CC_POOL={endpoint.pool}"),) if endpoint.pool else ()),
                ),
            ),
            section(name, "cc-auth", (("username", name), ("password", endpoint.password))),
            section(name, "cc-aor", ()),
        )
    )


def _trunk(trunk: Trunk) -> str:
    options = [("aors", trunk.code), ("allow", ",".join(trunk.codecs))]
    if trunk.username:
        options += [("outbound_auth", trunk.code), ("from_user", trunk.username)]
    parts = [
        section(trunk.code, "cc-trunk", options),
        section(trunk.code, "", _place(trunk)),
    ]
    if trunk.allowed_ips:
        match = ",".join(trunk.allowed_ips)
        parts.append(section(trunk.code, "", (("type", "identify"), ("endpoint", trunk.code), ("match", match))))
    if trunk.username:
        parts.append(section(trunk.code, "cc-auth", (("username", trunk.username), ("password", trunk.password))))
    if trunk.register:
        parts.append(section(trunk.code, "", _registration(trunk)))
    return "".join(parts)


def _place(trunk: Trunk) -> tuple[tuple[str, object], ...]:
    place = (("type", "aor"), ("contact", f"sip:{trunk.host}:{trunk.port}"))
    return (*place, ("qualify_frequency", trunk.check_s)) if trunk.check_s else place


def _registration(trunk: Trunk) -> tuple[tuple[str, object], ...]:
    return (
        ("type", "registration"),
        ("endpoint", trunk.code),
        ("outbound_auth", trunk.code),
        ("server_uri", f"sip:{trunk.host}:{trunk.port}"),
        ("client_uri", f"sip:{trunk.username}@{trunk.host}:{trunk.port}"),
        ("contact_user", trunk.username),
        ("line", "yes"),
        ("retry_interval", 30),
        ("forbidden_retry_interval", 300),
    )
