from . import test_call
from . import test_call_access
from . import test_department
from . import test_hoot
from . import test_menus
from . import test_number
from . import test_phone
from . import test_roles
