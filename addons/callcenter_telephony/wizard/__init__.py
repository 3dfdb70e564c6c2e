from . import callcenter_dial_test
