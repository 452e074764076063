import { runs } from './world.testing.ts';

runs(
  '113: the names of the formats',
  `local f = payload.format
   return {f.JSON, f.YAML, f.STRING, f.BYTES, f.MSGPACK, f.LUA, f.GOLANG, f.ERROR}`,
  [
    'json/plain',
    'yaml/plain',
    'text/plain',
    'application/octet-stream',
    'application/msgpack',
    'lua/any',
    'golang/any',
    'golang/error',
  ],
);

runs(
  '114: payload.new holds plain values and errors',
  `local p, e, n = payload.new({1}), payload.new(errors.new("x")), payload.new(nil)
   return {p:get_format(), p:data()[1], p:unmarshal()[1], e:get_format(), e:data():message(), n:get_format(), n:data() == nil, tostring(p)}`,
  ['lua/any', 1, 1, 'golang/error', 'x', 'lua/any', true, 'payload{format=lua/any}'],
);

for (const format of ['JSON', 'YAML', 'MSGPACK']) {
  runs(
    `114: a table goes through ${format} and back`,
    `local p = payload.new({a = {1, 2.5, "ü"}, b = true, n = 9007199254740993})
     local q = p:transcode(payload.format.${format})
     local d = q:data()
     local r = q:transcode(payload.format.LUA)
     return {q:get_format() == payload.format.${format}, d.a[2], d.a[3], d.b, r:data().a[1]}`,
    [true, 2.5, Buffer.from('ü').toString('latin1'), true, 1],
  );
}

runs(
  '114: transcoding that cannot be is an Internal error',
  `local a, e1 = payload.new(1):transcode("no/format")
   local t = {} t.t = t
   local b, e2 = payload.new(t):transcode(payload.format.JSON)
   return {a == nil, e1:kind(), b == nil, e2:kind()}`,
  [true, 'Internal', true, 'Internal'],
);

runs(
  'texts and numbers become text',
  `return {payload.new("x"):transcode(payload.format.STRING):data(), payload.new(5):transcode(payload.format.BYTES):data()}`,
  ['x', '5'],
);
