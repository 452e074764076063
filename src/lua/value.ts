/** Any Lua value: nil, boolean, number, int64 beyond 2^53, byte string, table, function, coroutine, host object. */
export type Value = unknown;
