-- Dialect: recursion deeper than any C stack, through everything that calls: cold code, the most stack for its fuel.
local mt = {}
mt.__index = function(t, k) if k == 0 then return 0 end return t[k-1] + 1 end
assert(setmetatable({}, mt)[20000] == 20000)
local function deep(n) if n == 0 then return 0 end local ok, v = pcall(deep, n-1) return v + 1 end
assert(deep(20000) == 20000)
local add = {} add.__add = function(a, n) if n == 0 then return 0 end return 1 + (a + (n - 1)) end
assert(setmetatable({}, add) + 20000 == 20000)
local function many(n) local a,b,c,d,e,f,g,h,i,j,k,l,m,o,p,q,r,s,t,u = 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20 if n == 0 then return 0 end return many(n-1) + a+b+c+d+e+f+g+h+i+j+k+l+m+o+p+q+r+s+t+u end
assert(many(20000) == 4200000)
local function cc(...) local n = select('#', ...) if n > 200 then return n end return (cc(n, ...)) end
assert(cc() == 201)
local function it(n) for x in function(_, v) if not v then return n end end do if n > 0 then return it(n-1) + 1 end end return 0 end
assert(it(10000) == 10000)
local function srt(n) if n == 0 then return 0 end local r table.sort({2,1,3}, function(a,b) r = r or srt(n-1) return a<b end) return r + 1 end
assert(srt(20000) == 20000)
local function gs(n) if n == 0 then return "x" end return (string.gsub("a", "a", function() return gs(n-1) end)) end
assert(gs(20000) == "x")
