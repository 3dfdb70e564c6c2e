from . import (
    test_attacks,
    test_card,
    test_configuration,
    test_configure,
    test_desktop,
    test_flow,
    test_hoot,
    test_node_messages,
    test_recording,
    test_sink_bus,
    test_sink_ledger,
    test_store,
)
