from . import (
    test_configuration,
    test_configure,
    test_flow,
    test_sink_bus,
    test_sink_ledger,
)
