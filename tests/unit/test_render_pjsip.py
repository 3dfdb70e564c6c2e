"""Phones and trunks as pjsip.conf has them."""

from callcenter_telephony.render import pjsip
from callcenter_telephony.render.model import Endpoint, NodeConfig, Trunk

PHONE = """\
[1001](cc-phone)
auth = 1001
aors = 1001
allow = alaw,ulaw
callerid = "王芳" <1001>
set_var = CC_EXT=1001

[1001](cc-auth)
username = 1001
password = pa\\;ss=word

[1001](cc-aor)

[1001-web](cc-web)
auth = 1001-web
aors = 1001-web
allow = alaw,ulaw
callerid = "王芳" <1001>
set_var = CC_EXT=1001

[1001-web](cc-auth)
username = 1001-web
password = pa\\;ss=word

[1001-web](cc-aor)

"""

TRUNK = """\
[carrier](cc-trunk)
aors = carrier
allow = alaw
outbound_auth = carrier
from_user = line7

[carrier]
type = aor
contact = sip:sip.example.com:5070

[carrier]
type = identify
endpoint = carrier
match = 192.0.2.1,192.0.2.0/28

[carrier](cc-auth)
username = line7
password = secret

[carrier]
type = registration
endpoint = carrier
outbound_auth = carrier
server_uri = sip:sip.example.com:5070
client_uri = sip:line7@sip.example.com:5070
contact_user = line7
line = yes
retry_interval = 30
forbidden_retry_interval = 300

"""


def test_an_extension_becomes_a_sip_phone_and_a_browser_phone():
    config = NodeConfig("n", endpoints=(Endpoint("1001", "pa;ss=word", '王"芳'),))
    assert pjsip.render(config) == PHONE
    assert pjsip.names(config) == {"1001", "1001-web"}


def test_both_phones_of_a_masked_extension_are_told_masked_numbers():
    text = pjsip.render(NodeConfig("n", endpoints=(Endpoint("1001", "password", masked=True),)))
    assert text.count("set_var = CC_EXT=1001\nset_var = CC_MASKED=1\n") == 2


def test_a_registering_trunk():
    trunk = Trunk("carrier", "sip.example.com", 5070, "line7", "secret", True, ("192.0.2.1", "192.0.2.0/28"), ("alaw",))
    config = NodeConfig("n", trunks=(trunk,))
    assert pjsip.render(config) == TRUNK
    assert pjsip.names(config) == {"carrier"}


def test_a_trunk_by_address_alone_has_no_credentials():
    text = pjsip.render(NodeConfig("n", trunks=(Trunk("carrier", "192.0.2.1"),)))
    assert "auth" not in text
    assert "identify" not in text
    assert "registration" not in text


def test_a_name_cannot_add_a_line():
    config = NodeConfig("n", endpoints=(Endpoint("1001", "password", "Eve\r\ncontext = cc-out"),))
    assert 'callerid = "Eve  context = cc-out" <1001>' in pjsip.render(config)
