#!/bin/sh
# Makes dist/ of src/: the program in a few files, with the assets beside it.
home=$(cd -P -- "${0%/*}/.." && pwd -P) || exit 1
cd "$home" || exit 1
rm -rf dist
scripts/node.sh scripts/bundle.ts dist
