from . import location, phone
