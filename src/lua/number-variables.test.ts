import { returns } from './engine.testing.ts';

returns(
  'a variable that gets products is checked: they may leave 2^53',
  'local x = 3 for i = 1, 3 do x = x * 3037000507 end local y = x + 1 return y - x, math.type(x)',
  1,
  'integer',
);

returns(
  'a variable that a remainder brings back needs no check',
  'local x = 1 for i = 1, 50 do x = (x * 6364136223846793005 + 1442695040888963407) % 1000003 end return x',
  (() => {
    let x = 1n;
    for (let i = 0; i < 50; i++) {
      const wide = BigInt.asIntN(64, x * 6364136223846793005n + 1442695040888963407n);
      x = ((wide % 1000003n) + 1000003n) % 1000003n;
    }
    return Number(x);
  })(),
);

returns(
  'values that are exchanged are what they were',
  `local a, b = 1, 'x'
   a, b = b, a
   return a .. b`,
  'x1',
);

returns(
  'an assignment from a closure or of several values is seen',
  `local a, b, c = 1, 2, 3
   local function change() a = 'text' end
   change()
   b, c = (function() return 'two', 'three' end)()
   return a .. b .. c`,
  'texttwothree',
);

returns(
  'the variable of a loop may be given anything',
  `local out = ''
   for i = 1, 3 do
     local before = i + 1
     i = i .. '!'
     out = out .. i .. before
   end
   return out`,
  '1!22!33!4',
);

returns(
  'a variable that depends on another one that is no number is none',
  `local a, b, c = 1, 2, 3
   for i = 1, 4 do
     c = b + 1
     b = a
     a = i == 3 and '7' or i
   end
   return a, b, c`,
  4,
  '7',
  3,
);

returns(
  'a variable without a value is nil, also when numbers are assigned later',
  'local x local first = x x = 1 x = x + 1 return first, x',
  undefined,
  2,
);

returns(
  'products of floats are floats, also through variables that get only such',
  `local x, y = 2.0 ^ 53 / 1.0, 3.0
   local z = x * y
   local square = z * z
   return string.format('%.0f', square), math.type(square)`,
  '730166745731460135262101046296576',
  'float',
);

returns(
  'a product of what begins as one and grows by sums is exact',
  `local x, n = 1, 0
   for i = 1, 40 do x = x + x n = n + 1 end
   local big = x * x * (n - 39)
   return big, x * 8388609`,
  0,
  -9223370937343148032n,
);

returns(
  'zero and one among floats make no float of an integer',
  `local f = 1
   local out = {}
   for i = 1, 2 do
     local sum = f + 134217729
     out[i] = math.type(sum * sum * sum)
     f = f / 4.0
   end
   return out[1], out[2]`,
  'integer',
  'float',
);
