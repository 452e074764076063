-- Torture: a small language with tokenizer, parser, closures, exceptions and generators, interpreted in Lua.
local yield, wrap = coroutine.yield, coroutine.wrap

-- tokens as a coroutine
local function tokens(source)
  return wrap(function()
    local at, line = 1, 1
    while at <= #source do
      local from, to, word = source:find("^([%a_][%w_]*)", at)
      if from then yield({ kind = "name", text = word, line = line }) at = to + 1 goto continue end
      from, to, word = source:find("^(%d+%.?%d*)", at)
      if from then yield({ kind = "number", value = tonumber(word), line = line }) at = to + 1 goto continue end
      from, to, word = source:find('^"(.-)"', at)
      if from then yield({ kind = "string", value = word, line = line }) at = to + 1 goto continue end
      from, to, word = source:find("^([<>=!]=)", at)
      if not from then from, to, word = source:find("^([-+*/%%<>=(){},;])", at) end
      if from then yield({ kind = "op", text = word, line = line }) at = to + 1 goto continue end
      from, to, word = source:find("^(%s+)", at)
      if not from then error({ syntax = "unexpected '" .. source:sub(at, at) .. "'", line = line }) end
      line = line + select(2, word:gsub("\n", ""))
      at = to + 1
      ::continue::
    end
    while true do yield({ kind = "end", text = "<end>", line = line }) end
  end)
end

-- a Pratt parser
local Parser = {}
Parser.__index = Parser
function Parser.new(source)
  local next_token = tokens(source)
  return setmetatable({ next = next_token, token = next_token() }, Parser)
end
function Parser:advance() local t = self.token self.token = self.next() return t end
function Parser:is(text) return self.token.text == text and self.token.kind ~= "string" end
function Parser:accept(text) if self:is(text) then return self:advance() end end
function Parser:expect(text)
  return self:accept(text) or error({ syntax = "expected '" .. text .. "' but got '" .. tostring(self.token.text or self.token.value) .. "'", line = self.token.line })
end
local power = { ["=="] = 3, ["!="] = 3, ["<"] = 4, [">"] = 4, ["<="] = 4, [">="] = 4, ["+"] = 5, ["-"] = 5, ["*"] = 6, ["/"] = 6, ["%"] = 6, ["and"] = 2, ["or"] = 1 }
function Parser:primary()
  local t = self:advance()
  local node
  if t.kind == "number" or t.kind == "string" then node = { "value", t.value }
  elseif t.text == "(" then node = self:expression(0) self:expect(")")
  elseif t.text == "-" then node = { "binary", "-", { "value", 0 }, self:primary() }
  elseif t.text == "not" then node = { "not", self:primary() }
  elseif t.text == "fn" then node = self:fn()
  elseif t.kind == "name" then node = { "name", t.text }
  else error({ syntax = "unexpected '" .. tostring(t.text) .. "'", line = t.line }) end
  while self:is("(") do
    self:advance()
    local call = { "call", node, line = t.line }
    if not self:is(")") then
      repeat call[#call + 1] = self:expression(0) until not self:accept(",")
    end
    self:expect(")")
    node = call
  end
  return node
end
function Parser:fn()
  local params = {}
  self:expect("(")
  if not self:is(")") then
    repeat params[#params + 1] = self:advance().text until not self:accept(",")
  end
  self:expect(")")
  return { "fn", params, self:block() }
end
function Parser:expression(min)
  local left = self:primary()
  while true do
    local p = power[self.token.text]
    if not p or p <= min or self.token.kind == "string" then return left end
    local op = self:advance().text
    left = { "binary", op, left, self:expression(p) }
  end
end
function Parser:block()
  self:expect("{")
  local block = { "block" }
  while not self:accept("}") do block[#block + 1] = self:statement() end
  return block
end
function Parser:statement()
  if self:accept("let") then
    local name = self:advance().text
    self:expect("=")
    local node = { "let", name, self:expression(0) }
    self:expect(";")
    return node
  elseif self:accept("if") then
    local node = { "if", self:expression(0), self:block() }
    if self:accept("else") then node[4] = self:is("if") and self:statement() or self:block() end
    return node
  elseif self:accept("while") then return { "while", self:expression(0), self:block() }
  elseif self:accept("for") then
    local name = self:advance().text
    self:expect("in")
    return { "for", name, self:expression(0), self:block() }
  elseif self:accept("return") or self:accept("throw") or self:accept("emit") then error("unreachable")
  elseif self:accept("try") then
    local body = self:block()
    self:expect("catch")
    return { "try", body, self:advance().text, self:block() }
  end
  local e = self:expression(0)
  if self:accept("=") then e = { "set", e[2], self:expression(0) } end
  self:expect(";")
  return { "do", e }
end
local plain_statement = Parser.statement
function Parser:statement()
  for _, word in ipairs({ "return", "throw", "emit" }) do
    if self:accept(word) then
      local node = { word, self:is(";") and { "value" } or self:expression(0) }
      self:expect(";")
      return node
    end
  end
  return plain_statement(self)
end

-- evaluation
local RETURN = {}
local eval, exec
local binary = {
  ["+"] = function(a, b) if type(a) == "string" then return a .. b end return a + b end,
  ["-"] = function(a, b) return a - b end, ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) if b == 0 then error({ thrown = "division by zero" }) end return a / b end, ["%"] = function(a, b) return a % b end,
  ["=="] = function(a, b) return a == b end, ["!="] = function(a, b) return a ~= b end, ["<"] = function(a, b) return a < b end,
  [">"] = function(a, b) return a > b end, ["<="] = function(a, b) return a <= b end, [">="] = function(a, b) return a >= b end,
}
local function scope(parent) return setmetatable({}, { __index = parent, parent = parent }) end
local function owner(env, name)
  while env do
    if rawget(env, name) ~= nil then return env end
    local mt = getmetatable(env)
    env = mt and mt.parent
  end
  error({ thrown = "undefined " .. name })
end
local evals = {
  value = function(node) return node[2] end,
  name = function(node, env) return owner(env, node[2])[node[2]] end,
  ["not"] = function(node, env) return not eval(node[2], env) end,
  set = function(node, env) local v = eval(node[3], env) owner(env, node[2])[node[2]] = v return v end,
  binary = function(node, env)
    local op = node[2]
    if op == "and" then return eval(node[3], env) and eval(node[4], env) end
    if op == "or" then return eval(node[3], env) or eval(node[4], env) end
    return binary[op](eval(node[3], env), eval(node[4], env))
  end,
  fn = function(node, env)
    return function(...)
      local own = scope(env)
      for i, name in ipairs(node[2]) do own[name] = (select(i, ...)) end
      local signal, value = exec(node[3], own)
      if signal == RETURN then return value end
    end
  end,
  call = function(node, env)
    local f, args = eval(node[2], env), {}
    for i = 3, #node do args[i - 2] = eval(node[i], env) end
    if type(f) ~= "function" then error({ thrown = "not a function in line " .. node.line }) end
    return f((table.unpack or unpack)(args, 1, #node - 2))
  end,
}
function eval(node, env) return evals[node[1]](node, env) end
local execs = {
  block = function(node, env)
    local own = scope(env)
    for i = 2, #node do
      local signal, value = exec(node[i], own)
      if signal then return signal, value end
    end
  end,
  let = function(node, env) env[node[2]] = false env[node[2]] = eval(node[3], env) end,
  ["do"] = function(node, env) eval(node[2], env) end,
  ["if"] = function(node, env)
    if eval(node[2], env) then return exec(node[3], env) elseif node[4] then return exec(node[4], env) end
  end,
  ["while"] = function(node, env)
    while eval(node[2], env) do
      local signal, value = exec(node[3], env)
      if signal then return signal, value end
    end
  end,
  ["for"] = function(node, env)
    for v in eval(node[3], env) do
      local own = scope(env)
      own[node[2]] = v
      local signal, value = exec(node[4], own)
      if signal then return signal, value end
    end
  end,
  ["return"] = function(node, env) return RETURN, eval(node[2], env) end,
  throw = function(node, env) error({ thrown = eval(node[2], env) }) end,
  emit = function(node, env) yield(eval(node[2], env)) end,
  try = function(node, env)
    local ok, signal, value = pcall(exec, node[2], env)
    if ok then return signal, value end
    if type(signal) ~= "table" or not signal.thrown then error(signal, 0) end
    local own = scope(env)
    own[node[3]] = signal.thrown
    return exec(node[4], own)
  end,
}
function exec(node, env) return execs[node[1]](node, env) end
local function run(source)
  local out = {}
  local globals = { print = function(...) local p = {} for i = 1, select("#", ...) do p[i] = tostring((select(i, ...))) end out[#out + 1] = table.concat(p, " ") end, generator = function(f) return wrap(function() f() end) end }
  local parser, program = Parser.new(source), { "block" }
  local ok, e = pcall(function()
    while not parser:is("<end>") do program[#program + 1] = parser:statement() end
    exec(program, globals)
  end)
  if not ok then out[#out + 1] = type(e) == "table" and (e.syntax and "syntax: " .. e.syntax .. " in line " .. e.line or "uncaught: " .. tostring(e.thrown)) or e end
  return table.concat(out, "\n")
end

assert(run([[ print(1 + 2 * 3, (1 + 2) * 3, 10 - 2 - 3, 7 % 4, "a" + "b", 1 < 2 and "yes" or "no", not (1 == 2)); ]]) == "7 9 5 3 ab yes true")
assert(run([[
  let fib = fn(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); };
  let counter = fn() { let n = 0; return fn() { n = n + 1; return n; }; };
  let a = counter(); let b = counter();
  a(); a();
  print(fib(12), a(), b());
]]) == "144 3 1")
assert(run([[
  let range = fn(from, to) { return generator(fn() { let i = from; while i <= to { emit i; i = i + 1; } }); };
  let filter = fn(source, f) { return generator(fn() { for v in source { if f(v) { emit v; } } }); };
  let sum = 0;
  for v in filter(range(1, 20), fn(v) { return v % 3 == 0; }) { sum = sum + v; }
  print(sum);
  let find = fn(limit) { for v in range(1, 100) { if v * v > limit { return v; } } };
  print(find(50), find(9999));
]]) == "63\n8 100")
assert(run([[
  let risky = fn(n) { if n == 0 { throw "zero"; } else if n == 1 { return missing; } else if n == 2 { return 1 / 0; } return 10 - n; };
  let i = 0;
  while i < 4 {
    try { print(i, risky(i)); } catch e { print("caught", e); }
    i = i + 1;
  }
  try { try { throw "inner"; } catch e { throw e + "+"; } } catch e { print(e); }
  let g = generator(fn() { emit 1; throw "in generator"; });
  try { for v in g { print("got", v); } } catch e { print(e); }
  throw "last";
]]) == "caught zero\ncaught undefined missing\ncaught division by zero\n3 7\ninner+\ngot 1\nin generator\nuncaught: last")
assert(run("let x = 1;\nlet y = ;") == "syntax: unexpected ';' in line 2" and run("print(1") == "syntax: expected ')' but got '<end>' in line 1" and run("let a = 1;\n\n@") == "syntax: unexpected '@' in line 3")
assert(run("let f = 5; f();") == "uncaught: not a function in line 1")
local compose = {}
for i = 1, 30 do compose[i] = "let f" .. i .. " = fn(x) { return " .. (i == 1 and "x" or "f" .. i - 1 .. "(x)") .. " + " .. i .. "; };" end
assert(run(table.concat(compose) .. " print(f30(0));") == "465")
