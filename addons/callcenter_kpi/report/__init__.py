from . import callcenter_report_mixin
from . import callcenter_report_queue
from . import callcenter_report_agent
