from . import callcenter_rating_level
from . import callcenter_call_leg
from . import callcenter_call
from . import helpdesk_ticket
