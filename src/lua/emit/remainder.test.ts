import { returns } from '../engine.testing.ts';

const dividends = [
  0,
  1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 7,
  2 ** 53 - 1,
  -1,
  -(2 ** 31),
  -(2 ** 32) - 3,
];
const divisors = [1, 2, 7, 1000003, 2 ** 31 - 1, 2 ** 31, 2000000007, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 15];

const floored = (a: number, m: number): number => {
  const rest = BigInt(a) % BigInt(m);
  return Number(rest < 0n ? rest + BigInt(m) : rest);
};

for (const m of [...divisors, 3, 1000000007])
  returns(
    `remainders by the literal ${m} are exact on both sides of 32 bits`,
    `local out = {}
     for i, a in ipairs{${dividends.join(', ')}} do
       local sum = a - 1
       out[i] = (sum + 1) % ${m}
     end
     return table.unpack(out)`,
    ...dividends.map((a) => floored(a, m)),
  );

returns(
  'remainders of fractions by a literal are fractions',
  'local out = {} for i, a in ipairs{5.5, -5.5, 4294967297.25} do out[i] = a % 3 end return table.unpack(out)',
  2.5,
  0.5,
  2.25,
);

/* What a product leaves: on both sides of all multiples, of 32 bits, and of 2^52. */
for (const m of [1, 2, 3, 7, 1000000007, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32 + 15]) {
  const products = [
    0,
    1,
    2,
    3,
    15,
    2 ** 31 - 1,
    2 ** 32,
    2 ** 40 + 3,
    2 ** 52 - 1,
    2 ** 52,
    2 ** 53 - 1,
    -1,
    -(2 ** 40),
  ];
  const multiples = [2, 1000, 2 ** 20, Math.floor(2 ** 51 / m), Math.floor(2 ** 52 / m)].map((k) => k * m);
  const whole = [...products, ...multiples.flatMap((at) => [at - 1, at, at + 1])].filter(
    Number.isSafeInteger,
  );
  returns(
    `remainders of products by the literal ${m} are exact`,
    `local out, one, none = {}, 1, 0
     for i, a in ipairs{${whole.join(', ')}} do
       local plain, sum = a * one % ${m}, (a * one + none) % ${m}
       out[i] = plain == sum and math.type(plain) == 'integer' and plain
     end
     return table.unpack(out)`,
    ...whole.map((a) => floored(a, m)),
  );
}

returns(
  'remainders of products that are no integers',
  `local out, zero = {}, 0
   for i, a in ipairs{5.5, -5.5, 1099511627776.5, 1 / 0} do out[i] = a * 1.0 % 7 end
   out[4] = out[4] ~= out[4]
   out[5] = tostring(-zero * 3 % 7)
   out[6] = tostring((1 << 62) * 3 % 7)
   return table.unpack(out)`,
  5.5,
  1.5,
  Number(1099511627776.5 % 7),
  true,
  '0',
  '3',
);
