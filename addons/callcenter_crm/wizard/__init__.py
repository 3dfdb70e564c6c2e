from . import base_partner_merge_automatic_wizard
from . import callcenter_allocate
from . import callcenter_allocate_line
from . import callcenter_allocate_move
from . import callcenter_allocate_rule
from . import callcenter_handover
from . import callcenter_masking_settings
