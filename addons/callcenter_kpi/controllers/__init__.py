from . import callcenter_dashboard
