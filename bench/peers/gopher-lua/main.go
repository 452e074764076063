// Runs a Lua file on gopher-lua, as a peer of the compute benchmark: gopher-lua FILE.
//
// The time inside, loading included, goes to standard error as {"inside_ms": n}.
package main

import (
	"fmt"
	"os"
	"time"

	lua "github.com/yuin/gopher-lua"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gopher-lua FILE")
		os.Exit(2)
	}
	start := time.Now()
	state := lua.NewState(lua.Options{RegistrySize: 1024, RegistryMaxSize: 1 << 20, RegistryGrowStep: 32})
	defer state.Close()
	if err := state.DoFile(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stderr, "{\"inside_ms\": %.3f}\n", float64(time.Since(start).Microseconds())/1000)
}
