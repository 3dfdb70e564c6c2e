from . import callcenter_agent_state
from . import callcenter_report_mail
from . import callcenter_kpi_tile
from . import callcenter_kpi_definition
from . import callcenter_rating_level
from . import callcenter_call_leg
from . import callcenter_call
from . import helpdesk_ticket
