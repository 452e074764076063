import { execute } from '../../src/lua/engine.testing.ts';
import { rawText } from '#lua';
const N = Number(process.argv[2]);
const cases: Record<string,string> = {
  plus: `local a = 1 return ${Array(N).fill('a').join(' + ')}`,
  pluscall: `local function a() return 1 end return ${Array(N).fill('a()').join(' + ')}`,
  concat: `local a = "x" return #(${Array(N).fill('a').join(' .. ')})`,
  pow: `local a = 1 return ${Array(N).fill('a').join(' ^ ')}`,
  and: `local a = 1 return ${Array(N).fill('a').join(' and ')}`,
  andor: `local a = 1 return ${Array(N).fill('a').join(' or ')}`,
  elseif: `local a = 5 if a == 0 then return 0 ${Array.from({length:N},(_, i)=>`elseif a == -${i+1} then return ${i}`).join(' ')} else return 7 end`,
  suffix: `local a = {} a.b = a return a${'.b'.repeat(N)} == a`,
  calls: `local function a() return a end local function f() return f end return f${'()'.repeat(N)} == f`,
  method: `local a = {} function a:m() return self end return a${':m()'.repeat(N)} == a`,
  cast: `local a = 1 return a${' :: number'.repeat(1)}`,
  casts: `local a = 1 return a${' as number'.repeat(N)}`,
  nonnil: `local a = 1 return a${'!'.repeat(N)}`,
  statements: `local a = 1 ${'a = a + 1 '.repeat(N)} return a`,
  table: `return #{${Array(N).fill('1').join(', ')}}`,
  args: `return select('#', ${Array(Math.min(N,200)).fill('1').join(', ')})`,
  cmp: `local a = 1 return ${Array(N).fill('a').join(' == ')}`,
  gotos: `local a = 0 ${Array.from({length:Math.min(N,2000)},(_, i)=>`if a == ${i} then goto l${i} end a = a + 0 ::l${i}::`).join(' ')} return a`,
  locals: `${Array.from({length:Math.min(N,5000)},(_, i)=>`do local x${i} = ${i} end`).join(' ')} return 1`,
  nested: `return ${'('.repeat(190)}1${')'.repeat(190)}`,
};
for (const [k, s] of Object.entries(cases)) for (const w of (process.argv[3] ? [process.argv[3]] : ['straight']) as any) {
  const t = performance.now();
  try { const r = execute(s, w, 'x.lua'); console.log(k, w, r.isFailed ? 'FAILED ' + rawText(r.task.error).slice(0,200) : rawText(r.task.values[0]), (performance.now()-t).toFixed(0)+'ms'); } catch (e: any) { console.log(k, w, 'THROWN', String(e).slice(0,200), (e.stack??'').split('\n').slice(0,5).map((x: string)=>x.slice(0,150)).join('\n'), (performance.now()-t).toFixed(0)+'ms'); }
}
