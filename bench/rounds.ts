/**
 * A program that does its work several times in one process and tells how long the last time took: what it costs once what
 * compiles while it runs has compiled it.
 */
export function inRounds(source: string, rounds: number): string {
  return `local function program()
${source}
end
local took
for _ = 1, ${rounds} do
  local begun = os.clock()
  program()
  took = os.clock() - begun
end
print('{"last_ms": ' .. string.format("%.3f", took * 1000) .. '}')
`;
}

/** Takes what such a program tells of its last round out of what it printed. */
export function lastRound(printed: string): { readonly output: string; readonly millis: number | undefined } {
  const told = /\{"last_ms": ([\d.]+)\}\n/.exec(printed);
  return told === null
    ? { output: printed, millis: undefined }
    : { output: printed.replace(told[0], ''), millis: Number(told[1]) };
}
