from . import callcenter_import
