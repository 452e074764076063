import { runs } from './world.testing.ts';

runs(
  '153: what is wrong with a value is an error of kind Invalid that names the field',
  `type User = { name: string, tags: { string }, limits?: { high: number @max(10) } }
   local function told(value)
     local result, err = User:is(value)
     return {result == nil, err:kind(), err:retryable(), err:message(), err:details().path, err:details().expected or err:details().constraint, tostring(err:details().got)}
   end
   return {told({name = "a", tags = {"x", 2}}), told({name = "a", tags = {}, limits = {high = 11}}), told("x")}`,
  [
    [true, 'Invalid', false, "field 'tags[2]': expected string, got number", 'tags[2]', 'string', 'number'],
    [
      true,
      'Invalid',
      false,
      "field 'limits.high': value 11 is above the maximum 10",
      'limits.high',
      'max',
      'nil',
    ],
    [true, 'Invalid', false, 'expected record User, got string', '', 'record User', 'string'],
  ],
);

runs(
  '38: a cast raises that error, with the place of the call',
  `type Point = { x: number }
   local ok, err = pcall(Point, { x = "1" })
   local other, text = pcall(string, 1)
   return {ok, err:kind(), err:message(), (err:stack():find("types", 1, true) or err:stack():find("main", 1, true)) ~= nil, other, text:message()}`,
  [false, 'Invalid', "field 'x': expected number, got string", true, false, 'expected string, got number'],
);

runs(
  'Ty6: a type that was sent is the same type',
  `type Point = { x: number }
   process.send(process.pid(), "types", { Point, integer, [Point] = "key" })
   local message = process.inbox():receive()
   local sent = message:payload():data()
   return {rawequal(sent[1], Point), rawequal(sent[2], Integer), sent[Point], sent[1]:is({ x = 1 }).x, sent[1]:name()}`,
  [true, true, 'key', 1, 'Point'],
);

runs(
  'an error is of type error, other values of a module are what they are',
  `type Result = { err?: error, where: process.Unheard }
   return {Result:is({ err = errors.new("x"), where = process }) ~= nil, Result:is({ err = "x", where = 1 }) == nil, typeof(errors.new("x")):kind()}`,
  [true, true, 'error'],
);
