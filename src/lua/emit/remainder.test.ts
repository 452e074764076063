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

for (const m of divisors)
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
