-- Syntax: comments, separators, calls without parentheses, names, long forms, statements on one line.
--[[ a long comment
  over lines ]] local a = 1 --[==[ another ]] still ]==] local b = 2
--[[]] local c = 3 --[=[]=]
---[[ a line comment that looks long
local d = 4
--]]
assert(a + b + c + d == 10);
local e=5;local f=6 local g = 7;;; assert(e+f+g==18)

-- numbers touch operators and comments
assert(1--[[c]]+--[[c]]1 == 2 and 3-2==1 and 3 - -2 == 5 and - - 2 == 2 and not not true and -2^2==-4)
assert(0x10==16 and 1e2==100 and 1E+2==100 and 1e-2==.01 and 0xep1==28 and 3 ..''=='3' and 0xA==10)

-- calls without parentheses
local function id(...) return ... end
assert(id"text" == "text" and id'text' == "text" and id[[text]] == "text" and #id{ 1, 2 } == 2 and id{ x = 1 }.x == 1)
assert(id"a":upper() == "A" and (id{ "p" })[1] == "p" and id(id)(id)(5) == 5 and id(id){ 7 }[1] == 7)
local object = { n = 1 }
function object:add(d) if type(d) == "table" then d = d[1] end self.n = self.n + (tonumber(d) or #d) return self end
assert(object:add"xx":add{ 10 }:add[[abc]].n == 16)

-- prefix expressions
assert(("text"):len() == 4 and ({ 1, 2, 3 })[2] == 2 and (function() return 9 end)() == 9 and #"abc" == 3 and -#"ab" == -2)
assert(({ f = function() return { g = function() return "deep" end } end }).f().g() == "deep")
local t = { { { "inner" } } }
assert(t[1][1][1] == "inner" and t [1] [1] [1] == "inner" and t
  [1]
  [1][1] == "inner")
local s = "x"
local u = s
;(function() u = "called" end)()
assert(u == "called")

-- names
local _, __, _1, and_, End, IF, self = 1, 2, 3, 4, 5, 6, 7
assert(_ + __ + _1 + and_ + End + IF + self == 28)
local type, as, is, error_ = type, 1, 2, 3
assert(type(as) == "number" and is == 2 and error_ == 3)
local keys = { ["end"] = 1, ["while"] = 2, goto_ = 3 }
assert(keys["end"] == 1 and keys.goto_ == 3)

-- functions of every form
local lib = { sub = { deep = {} } }
function lib.f(x) return x end
function lib.sub.g(x) return x * 2 end
function lib.sub.deep:h(x) return self == lib.sub.deep and x * 3 end
function global_f() return "global" end
local function local_f() return "local" end
local anonymous = function() return "anonymous" end
lib["computed" .. "name"] = function() return "computed" end
assert(lib.f(1) == 1 and lib.sub.g(2) == 4 and lib.sub.deep:h(3) == 9 and global_f() == "global" and local_f() == "local" and anonymous() == "anonymous" and lib.computedname() == "computed")
global_f = nil
local function defaults(x, y) x = x or "dx" y = y == nil and "dy" or y return x, y end
local x, y = defaults()
assert(x == "dx" and y == "dy")
x, y = defaults(false, false)
assert(x == "dx" and y == false)
x, y = defaults(1, 2, 3)
assert(x == 1 and y == 2)
local immediate = (function(...) local n = select("#", ...) return function() return n end end)(1, 2, 3)
assert(immediate() == 3)

-- returns: with and without values, with a semicolon
local function r0() return end
local function r1() return; end
local function r2() return 1, 2; end
local function r3() do return 3 end end
local function r4() if true then return 4 else return 5 end end
assert(r0() == nil and r1() == nil and select("#", r2()) == 2 and r3() == 3 and r4() == 4)

-- tables with every separator
local mixed = { 1, 2; 3, x = 4; ["y"] = 5, [6] = 6; f = function() end, { nested = { 7 } }; }
assert(#mixed >= 4 and mixed.x == 4 and mixed.y == 5 and mixed[6] == 6 and mixed[4].nested[1] == 7)
local multi_line = {
  a = 1
  , b = 2
  ,
}
assert(multi_line.a + multi_line.b == 3)

-- long strings
local long = [==[
]]]=]
line
]==]
assert(long == "]]]=]\nline\n")
assert(#[[
a
b]] == 3 and [[a]] .. [[b]] == "ab" and [=[[[x]]]=] == "[[x]]")
assert("a\z
   b" == "ab" and '\'' == "'" and "\"" == '"' and "tab\tend" == "tab	end")

-- if, while, repeat, for on one line
if a==1 then b=10 elseif a==2 then b=20 else b=30 end assert(b==10)
while b>8 do b=b-1 end repeat b=b+1 until b>=12 for i=1,3 do b=b+i end for _,v in ipairs{1,2} do b=b+v end assert(b==21)
do local a=100 do local a=200 assert(a==200) end assert(a==100) end assert(a==1)
goto skip do error("skipped") end ::skip::

-- shadowed library names
do
  local string, table, print = "s", "t", "p"
  assert(string .. table .. print == "stp" and ("x"):rep(2) == "xx")
end
assert(string.rep and table.concat)

-- deeply nested expressions and blocks
assert(((((((((((1))))))))))  == 1)
local deep = { { { { { { { { { { 5 } } } } } } } } } }
assert(deep[1][1][1][1][1][1][1][1][1][1] == 5)
local text = "1" .. "2" .. "3" .. "4" .. "5" .. "6" .. "7" .. "8" .. "9" .. "10" .. "11" .. "12" .. "13" .. "14" .. "15" .. "16"
assert(#text == 23)
local sum = 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 - 1 - 2 - 3 * 2 * 1 // 1 + (4 - (3 - (2 - (1 - 0))))
assert(sum == 48)
