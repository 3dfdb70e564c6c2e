#!/bin/bash
# ./callcenter bench [NAME [ARGUMENT...]]: in the tests' installation, not the one in use.
exec "$(dirname "$0")/test.sh" bench "$@"
