from . import test_facts
from . import test_facts_changes
from . import test_period
from . import test_definitions
from . import test_rating
from . import test_report
from . import test_report_access
from . import test_report_stories
