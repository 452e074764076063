-- An operand of a bit operation that is no integer is told by its name.
local function message(f) return (select(2, pcall(f)):gsub("^[^:]*:%d+: ", "")) end
local half, record = 0.5, { x = 0.5 }
G_half = 0.25
assert(message(function() return half | 1 end) == "number (upvalue 'half') has no integer representation")
assert(message(function() local a = half return 1 << a end) == "number (local 'a') has no integer representation")
assert(message(function() return record.x & 1 end) == "number (field 'x') has no integer representation")
assert(message(function() return 3 ~ G_half end) == "number (global 'G_half') has no integer representation")
assert(message(function() return ~half end) == "number (upvalue 'half') has no integer representation")
assert(message(function() return (half + 1) >> 1 end) == "number has no integer representation")
assert(message(function() return 1 | 1.5 end) == "number has no integer representation")
