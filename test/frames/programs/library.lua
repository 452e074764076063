-- Functions of the library that call back: sorting, substitution, formatting, iterators.
local log = {}
local function note(...) log[#log + 1] = table.concat({ ... }, ',') end
local list = {}
for i = 1, 21 do list[i] = (i * 37) % 22 end
table.sort(list, function(a, b) local less = a < b return less end)
note(table.concat(list, ' '))
local T = { __lt = function(a, b) return a.n < b.n end, __tostring = function(t) local n = t.n return '<' .. n .. '>' end }
local objects = {}
for i = 1, 11 do objects[i] = setmetatable({ n = (i * 7) % 12 }, T) end
table.sort(objects)
for i, o in ipairs(objects) do objects[i] = tostring(o) end
note(table.concat(objects))
note((('hello world'):gsub('(%w)(%w*)', function(first, rest) return rest .. first .. 'ay' end)))
note((('$a-$b-$c'):gsub('%$(%w)', setmetatable({ a = 'A' }, { __index = function(_, k) if k == 'b' then return k:upper() .. '!' end end }))))
note((('abc'):gsub('', function() return '.' end)), (('x y'):gsub('%s', '%0%0', 1)))
note(string.format('%s|%5s|%-5s|%d|%s|%.2s', setmetatable({ n = 1 }, T), setmetatable({ n = 2 }, T), 'x', 42, setmetatable({ n = 3 }, T), setmetatable({ n = 4 }, T)))
for word, digits in ('one1 two22 three333'):gmatch('(%a+)(%d+)') do note(word, digits) end
for at in ('aXbXc'):gmatch('()X') do note(at) end
local nested = {}
for a in ('12'):gmatch('.') do for b in ('34'):gmatch('.') do nested[#nested + 1] = a .. b end end
note(table.concat(nested, ' '))
note(tostring(setmetatable({}, { __tostring = function() return 'named' end })), tostring(nil), tostring(1e15))
local parts = {}
table.insert(parts, 'b') table.insert(parts, 1, 'a') table.insert(parts, 'c') note(table.remove(parts), table.remove(parts, 1), #parts)
note(math.max(3, 7, 5), math.floor(2.7), ('x'):rep(3, '-'), ('abc'):sub(-2), ('abc'):byte(2), tonumber('0x1F'), tonumber('z', 36))
note(string.pack and #string.pack('i4', 7) or 4, ('a,b'):find(',', 1, true))
-- searches that go back and forth for long
local text = ('ab'):rep(40) .. 'cx'
note(text:find('a.-b.-a.-b.-y') or 'nowhere', text:match('(a.-b.-a.-b.-)y') or 'none')
note(select(2, text:gsub('a.-a.-a.-y', '')))
local found = 0
for _ in text:gmatch('a.-a.-a.-[yc]') do found = found + 1 end
note(found)
return table.concat(log, '|')
