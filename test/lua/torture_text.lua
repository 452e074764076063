-- Torture: a regular expression engine by closures, a template engine, a JSON codec and a markup parser.
local unpack = table.unpack or unpack

-- regular expressions: parser to continuation-passing matchers, with groups, classes, alternation, lazy loops
local function compile(source)
  local at, groups = 1, 0
  local function peek() return source:sub(at, at) end
  local function take() at = at + 1 return source:sub(at - 1, at - 1) end
  local alternation
  local function class()
    local negated, members = false, {}
    if peek() == "^" then negated = true take() end
    while peek() ~= "]" do
      local c = take()
      if c == "" then error("class not closed", 0) end
      if c == "\\" then c = take() end
      if peek() == "-" and source:sub(at + 1, at + 1) ~= "]" then
        take()
        local to = take()
        for b = c:byte(), to:byte() do members[string.char(b)] = true end
      else
        members[c] = true
      end
    end
    take()
    return function(c) return c ~= "" and (members[c] or false) ~= negated end
  end
  local named = { d = "%d", w = "[%w_]", s = "%s", D = "%D", W = "[^%w_]", S = "%S" }
  local function single(test)
    return function(k)
      return function(text, i, captures)
        if i <= #text and test(text:sub(i, i)) then return k(text, i + 1, captures) end
      end
    end
  end
  local function atom()
    local c = take()
    if c == "(" then
      if source:sub(at, at + 1) == "?:" then
        at = at + 2
        local inner = alternation()
        if take() ~= ")" then error("missing )", 0) end
        return inner
      end
      groups = groups + 1
      local n = groups
      local inner = alternation()
      if take() ~= ")" then error("missing )", 0) end
      return function(k)
        local body = inner(function(text, i, captures)
          local old = captures[n]
          captures[n] = { captures[-n], i - 1 }
          local result = k(text, i, captures)
          if not result then captures[n] = old end
          return result
        end)
        return function(text, i, captures)
          local old = captures[-n]
          captures[-n] = i
          local result = body(text, i, captures)
          if not result then captures[-n] = old end
          return result
        end
      end
    elseif c == "[" then return single(class())
    elseif c == "." then return single(function(x) return x ~= "\n" end)
    elseif c == "^" then return function(k) return function(text, i, captures) if i == 1 then return k(text, i, captures) end end end
    elseif c == "$" then return function(k) return function(text, i, captures) if i == #text + 1 then return k(text, i, captures) end end end
    elseif c == "\\" then
      local e = take()
      if named[e] then local p = named[e] return single(function(x) return x:find(p) ~= nil end) end
      if e:find("%d") then
        local n = tonumber(e)
        return function(k)
          return function(text, i, captures)
            local g = captures[n]
            if not g then return nil end
            local part = text:sub(g[1], g[2])
            if text:sub(i, i + #part - 1) == part then return k(text, i + #part, captures) end
          end
        end
      end
      return single(function(x) return x == e end)
    elseif c == "" or c == "*" or c == "+" or c == "?" then error("nothing to repeat", 0)
    end
    return single(function(x) return x == c end)
  end
  local function repeated(inner, min, max, lazy)
    return function(k)
      local function try(n)
        return function(text, i, captures)
          local function more()
            if n >= max then return nil end
            return inner(function(text2, i2, captures2)
              if i2 == i and n >= min then return nil end
              return try(n + 1)(text2, i2, captures2)
            end)(text, i, captures)
          end
          if n < min then return more() end
          if lazy then return k(text, i, captures) or more() end
          return more() or k(text, i, captures)
        end
      end
      return try(0)
    end
  end
  local function piece()
    local inner = atom()
    while true do
      local c, min, max = peek(), nil, math.huge
      if c == "*" then min = 0 elseif c == "+" then min = 1 elseif c == "?" then min, max = 0, 1
      elseif c == "{" then
        local a, comma, b, last = source:match("^{(%d+)(,?)(%d*)}()", at)
        if not a then return inner end
        min, max = tonumber(a), comma == "" and tonumber(a) or tonumber(b) or math.huge
        at = last - 1
      else return inner end
      take()
      local lazy = peek() == "?"
      if lazy then take() end
      inner = repeated(inner, min, max, lazy)
    end
  end
  local function sequence()
    local pieces = {}
    while peek() ~= "" and peek() ~= "|" and peek() ~= ")" do pieces[#pieces + 1] = piece() end
    return function(k)
      for i = #pieces, 1, -1 do k = pieces[i](k) end
      return k
    end
  end
  function alternation()
    local options = { sequence() }
    while peek() == "|" do take() options[#options + 1] = sequence() end
    if #options == 1 then return options[1] end
    return function(k)
      local compiled = {}
      for i, option in ipairs(options) do compiled[i] = option(k) end
      return function(text, i, captures)
        for _, option in ipairs(compiled) do
          local result = option(text, i, captures)
          if result then return result end
        end
      end
    end
  end
  local whole = alternation()
  if at <= #source then error("unexpected )", 0) end
  local match = whole(function(_, i, captures) return { i, captures } end)
  return function(text, from)
    for start = from or 1, #text + 1 do
      local result = match(text, start, {})
      if result then
        local out = { text:sub(start, result[1] - 1) }
        for g = 1, groups do
          local c = result[2][g]
          out[g + 1] = c and text:sub(c[1], c[2]) or false
        end
        return out, start, result[1] - 1
      end
    end
  end
end
local function try(pattern, text)
  local ok, r = pcall(compile, pattern)
  if not ok then return "error: " .. r end
  local m, from, to = r(text)
  if not m then return "none" end
  for i, v in ipairs(m) do m[i] = tostring(v) end
  return from .. "-" .. to .. " " .. table.concat(m, "|")
end
for _, case in ipairs({
  { "abc", "xxabcxx", "3-5 abc" }, { "a|bc|d", "xbcd", "2-3 bc" }, { "^a.c$", "abc", "1-3 abc" }, { "^a.c$", "abcd", "none" },
  { "(a+)(b*)", "xaabz", "2-4 aab|aa|b" }, { "(a|ab)(c|bcd)(d*)", "abcd", "1-4 abcd|a|bcd|" }, { "a{2,3}", "aaaa", "1-3 aaa" }, { "a{2}?b", "aab", "1-3 aab" },
  { "<.*?>", "<a><b>", "1-3 <a>" }, { "<.*>", "<a><b>", "1-6 <a><b>" }, { "[a-c]+[^a-c]", "xxabcz", "3-6 abcz" }, { "\\d{4}-\\d{2}", "on 2024-06", "4-10 2024-06" },
  { "(\\w+) \\1", "the the cat", "1-7 the the|the" }, { "(x)?y", "y", "1-1 y|false" }, { "(?:ab)+c", "ababc", "1-5 ababc" }, { "(a*)*b", "aaab", "1-4 aaab|aaa" },
  { "((a)|(b))+", "ab", "1-2 ab|b|a|b" }, { "", "abc", "1-0 " }, { "\\.", "a.b", "2-2 ." }, { "(", "x", "error: missing )" }, { "*a", "x", "error: nothing to repeat" }, { "a)", "x", "error: unexpected )" }, { "[a", "x", "error: class not closed" },
}) do
  local got = try(case[1], case[2])
  assert(got == case[3], case[1] .. ": " .. got)
end

-- templates: text turned into a tree of closures, with loops, conditions, filters, escapes and errors with lines
local function template(source)
  local at, line = 1, 1
  local function parse(stop)
    local nodes = {}
    while true do
      local from, to, kind, body = source:find("{([{%%])%s*(.-)%s*[%%}]}", at)
      local text = source:sub(at, (from or #source + 1) - 1)
      if text ~= "" then nodes[#nodes + 1] = function() return text end end
      line = line + select(2, text:gsub("\n", ""))
      if not from then
        if stop then error("line " .. line .. ": missing " .. stop, 0) end
        return nodes
      end
      at = to + 1
      local function lookup(path)
        return function(env)
          local value = env
          for part in path:gmatch("[^.]+") do
            if type(value) ~= "table" then return nil end
            value = value[tonumber(part) or part]
          end
          return value
        end
      end
      local function render(list, env)
        local out = {}
        for i, node in ipairs(list) do out[i] = tostring(node(env) or "") end
        return table.concat(out)
      end
      if kind == "{" then
        local path, filters = body:match("^([%w_.]+)%s*(.*)$")
        local get, chain = lookup(path), {}
        for name in filters:gmatch("|%s*(%w+)") do chain[#chain + 1] = name end
        nodes[#nodes + 1] = function(env)
          local value = get(env)
          for _, name in ipairs(chain) do value = env.filters[name](value) end
          return value
        end
      elseif body:match("^end") or body == "else" then
        if body == "else" and stop == "endif" then return nodes, true end
        if body ~= stop then error("line " .. line .. ": unexpected " .. body, 0) end
        return nodes
      elseif body:match("^if ") then
        local negated, path = body:match("^if (n?o?t?)%s*([%w_.]+)$")
        local get = lookup(path)
        local yes, otherwise = parse("endif")
        local no = otherwise and parse("endif") or {}
        nodes[#nodes + 1] = function(env)
          local value = get(env)
          if negated == "not" then value = not value end
          return render(value and yes or no, env)
        end
      elseif body:match("^for ") then
        local name, path = body:match("^for (%w+) in ([%w_.]+)$")
        local get, inner = lookup(path), parse("endfor")
        nodes[#nodes + 1] = function(env)
          local out = {}
          for i, item in ipairs(get(env) or {}) do
            out[i] = render(inner, setmetatable({ [name] = item, index = i }, { __index = env }))
          end
          return table.concat(out)
        end
      else
        error("line " .. line .. ": unknown " .. body, 0)
      end
    end
  end
  local nodes = parse()
  return function(env)
    local out = {}
    for i, node in ipairs(nodes) do out[i] = tostring(node(env) or "") end
    return table.concat(out)
  end
end
local env = {
  title = "List", user = { name = "Ann", admin = false }, empty = {},
  rows = { { n = "one", tags = { "a", "b" } }, { n = "two", last = true } },
  filters = { upper = string.upper, len = function(v) return #v end, quote = function(v) return '"' .. tostring(v) .. '"' end },
}
local page = template("{{ title | upper }}: {% for row in rows %}{{ index }}.{{ row.n | quote }}{% for t in row.tags %}[{{ t }}{{ row.n | len }}]{% endfor %}{% if not row.last %}, {% else %}.{% endif %}{% endfor %}{% if user.admin %}admin{% else %} hi {{ user.name }}{% endif %}{% for x in empty %}never{% endfor %}{{ missing.deep }}")
assert(page(env) == 'LIST: 1."one"[a3][b3], 2."two". hi Ann')
for source, message in pairs({ ["a\n{% if x %}"] = "line 2: missing endif", ["{% endfor %}"] = "line 1: unexpected endfor", ["\n\n{% what %}"] = "line 3: unknown what", ["{% for x in y %}{% endif %}"] = "line 1: unexpected endif" }) do
  local ok, e = pcall(template, source)
  assert(not ok and e == message, e)
end

-- a markup parser that yields events, turned into a tree and printed back
local function events(text)
  return coroutine.wrap(function()
    local at = 1
    local stack = {}
    while true do
      local from, to, close, name, attributes, empty = text:find("<(/?)(%w+)(.-)(/?)>", at)
      local chunk = text:sub(at, (from or #text + 1) - 1)
      if chunk:find("%S") then coroutine.yield("text", (chunk:gsub("^%s+", ""):gsub("%s+$", ""))) end
      if not from then break end
      if close == "/" then
        local open = table.remove(stack)
        if open ~= name then error({ expected = open, got = name }) end
        coroutine.yield("close", name)
      else
        local list = {}
        for k, _, v in attributes:gmatch("(%w+)=(['\"])(.-)%2") do list[k] = v end
        coroutine.yield("open", name, list)
        if empty == "/" then coroutine.yield("close", name) else stack[#stack + 1] = name end
      end
      at = to + 1
    end
    if #stack > 0 then error({ expected = stack[#stack], got = "end" }) end
  end)
end
local function tree(text)
  local root = { children = {} }
  local path = { root }
  for kind, a, b in events(text) do
    local top = path[#path]
    if kind == "text" then top.children[#top.children + 1] = a
    elseif kind == "open" then
      local node = { name = a, attributes = b, children = {} }
      top.children[#top.children + 1] = node
      path[#path + 1] = node
    else path[#path] = nil end
  end
  return root.children
end
local function write(nodes)
  local out = {}
  for _, node in ipairs(nodes) do
    if type(node) == "string" then out[#out + 1] = node else
      local keys, text = {}, ""
      for k in pairs(node.attributes) do keys[#keys + 1] = k end
      table.sort(keys)
      for _, k in ipairs(keys) do text = text .. (" %s=%q"):format(k, node.attributes[k]) end
      out[#out + 1] = #node.children == 0 and ("<%s%s/>"):format(node.name, text) or ("<%s%s>%s</%s>"):format(node.name, text, write(node.children), node.name)
    end
  end
  return table.concat(out)
end
local document = "<a x='1' b=\"two\"> <b>text <i/> more</b><c></c></a>"
assert(write(tree(document)) == '<a b="two" x="1"><b>text<i/>more</b><c/></a>' and write(tree(write(tree(document)))) == write(tree(document)))
for bad, expected in pairs({ ["<a><b></a>"] = "b/a", ["<a>"] = "a/end", ["</x>"] = "nil/x" }) do
  local ok, e = pcall(tree, bad)
  assert(not ok and tostring(e.expected) .. "/" .. e.got == expected)
end
