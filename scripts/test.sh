#!/bin/sh
# Runs all tests, or the files and options that are given: scripts/test.sh [--test-name-pattern=...] [file...]
home=$(cd -P -- "${0%/*}/.." && pwd -P) || exit 1
cd "$home" || exit 1
. bin/launch.sh
case " $*" in
  *.test.ts*) ;;
  *) set -- "$@" 'src/**/*.test.ts' 'test/**/*.test.ts' ;;
esac
# One file for each core; Node itself leaves one free.
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || cores=2
launch "$home" --import "$home/scripts/property-seed.ts" --test --test-concurrency="$cores" "$@"
