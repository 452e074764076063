-- Dialect: recursive types, data in circles, unions with several ways.
type Tree = { value: number, left?: Tree, right?: Tree }
local tree = { value = 1, left = { value = 2 }, right = { value = 3, left = { value = 4 } } }
assert(Tree(tree) == tree)
tree.right.left.value = "x"
assert(not Tree:is(tree))
tree.right.left.value = 4
tree.right.right = tree
assert(Tree:is(tree) == tree)
tree.right.left.right = 1
assert(not Tree:is(tree))

type Json = nil | boolean | number | string | { Json } | { [string]: Json }
assert(Json:is({ a = { 1, 2, { b = "c" } }, d = false }) and Json:is({}) and not Json:is({ a = { 1, print } }) and not Json:is({ [1] = 1, x = 2 }))

-- two thousand levels deep, and as wide
local deep = {}
for _ = 1, 2000 do deep = { deep } end
assert(Json:is(deep))
local wide = {}
for i = 1, 1000 do wide[i] = { tostring(i) } end
assert(Json:is(wide))
wide[1000][2] = print
assert(not Json:is(wide))
type Chain = { next?: Chain, n: integer }
local chain = { n = 0 }
for i = 1, 1000 do chain = { next = chain, n = i } end
assert(Chain:is(chain))
chain.next.next.n = 0.5
assert(not Chain:is(chain))

-- unions that need more than a look: many levels, and the second way is right at each
type Ambiguous = { kids: { Ambiguous }, tag: { a: number } } | { kids: { Ambiguous }, tag: { b: number } }
local many = { kids = {}, tag = { b = 1 } }
for _ = 1, 40 do many = { kids = { many }, tag = { b = 1 } } end
assert(Ambiguous:is(many))
many.kids[1].kids[1].tag = { c = 1 }
assert(not Ambiguous:is(many))
