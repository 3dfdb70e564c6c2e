from . import callcenter_import
from . import callcenter_visit
from . import callcenter_workorder
from . import export
