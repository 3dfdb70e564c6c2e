from . import callcenter_disposition
from . import callcenter_call
from . import callcenter_dictionary
from . import callcenter_dictionary_item
from . import callcenter_number
from . import res_company
from . import res_partner
