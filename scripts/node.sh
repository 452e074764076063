#!/bin/sh
# Runs the project's own Node, with the stack that bin/wippy gives it: scripts/node.sh file.ts [argument...]
home=$(cd -P -- "${0%/*}/.." && pwd -P) || exit 1
. "$home/bin/launch.sh"
launch "$home" "$@"
