#!/bin/sh
# Makes dist/ of src/: one JavaScript file for each source, with the assets beside them.
home=$(cd -P -- "${0%/*}/.." && pwd -P) || exit 1
cd "$home" || exit 1
rm -rf dist
node_modules/.bin/tsc -p tsconfig.build.json || exit 1
scripts/node.sh scripts/assets.ts
