import { test } from 'node:test';
import { parses, refuses } from './parser.testing.ts';

test('J1: a label is seen in its block and in the blocks inside', () => {
  parses('::top:: do while true do goto top end end');
  parses('goto out do local x end ::out::');
  parses('do goto out end ::out:: print(1)');
  parses('for i = 1, 3 do if i == 2 then goto continue end print(i) ::continue:: end');
  refuses('goto x', "1: no visible label 'x' for <goto> at line 1");
  refuses('do ::inside:: end\ngoto inside', "2: no visible label 'inside' for <goto> at line 2");
  refuses('goto inside do ::inside:: end', "1: no visible label 'inside' for <goto> at line 1");
});

test('J1: functions do not see the labels around them', () => {
  refuses('::a:: local f = function()\ngoto a end', "2: no visible label 'a' for <goto> at line 2");
  refuses('local function f() goto b end ::b::', "1: no visible label 'b' for <goto> at line 1");
});

test('J2: a block has a label once, a block inside may have it again', () => {
  parses('do ::a:: end do ::a:: end ::a::');
  parses('::a:: local f = function() ::a:: end');
  refuses('::a::\n::a::', "2: label 'a' already defined on line 1");
  parses('::a::\nprint(1)\ndo ::a:: end');
  refuses('::a:: do goto a local b ::a:: f() end', "1: <goto a> at line 1 jumps into the scope of local 'b'");
});

test('J3: a goto does not jump into the scope of a local', () => {
  refuses(
    'do\n goto skip\n local y = 1\n ::skip:: print(y)\nend',
    "2: <goto skip> at line 2 jumps into the scope of local 'y'",
  );
  refuses(
    'do goto f end local x; local y; ::f:: print(1)',
    "1: <goto f> at line 1 jumps into the scope of local 'x'",
  );
  refuses(
    'goto f; local function g() end ::f:: g()',
    "1: <goto f> at line 1 jumps into the scope of local 'g'",
  );
  refuses(
    'do local a, b, c goto f end local x; ::f:: print(1)',
    "1: <goto f> at line 1 jumps into the scope of local 'x'",
  );
  parses('local y; goto skip; ::skip:: print(y)');
  parses('goto skip; do local y end ::skip:: print(1)');
  parses('::again:: local y = 1; if y then goto again end print(y)');
});

test('J4: a label at the end of its block is outside the scope of its locals', () => {
  parses('goto over; local x = 1 ::over::');
  parses('do goto over; local x = 1 ::over:: ; ; ::other:: ; end');
  parses('while true do goto continue; local x ::continue:: end');
  parses('if a then goto over; local x ::over:: else end');
  refuses(
    'goto over; local x = 1 ::over:: return',
    "1: <goto over> at line 1 jumps into the scope of local 'x'",
  );
});

test('J4: the condition after until sees the locals, so a label before it does not end them', () => {
  refuses(
    'repeat goto continue; local x ::continue:: until x',
    "1: <goto continue> at line 1 jumps into the scope of local 'x'",
  );
  parses('repeat local x; goto continue; ::continue:: until x');
  parses('repeat if a then goto continue end; do local x end ::continue:: until b');
});

test('J5: break stands inside a loop of its own function', () => {
  parses('while true do if x then break end print(1) end');
  parses('for i = 1, 2 do break; print(i) end for k in p do do break end end repeat break until true');
  refuses('break', '1: break outside a loop at line 1');
  refuses('while true do\nlocal f = function() break end end', '2: break outside a loop at line 2');
  refuses('while true do end if x then\nbreak end', '2: break outside a loop at line 2');
});
