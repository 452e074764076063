import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expression } from './ast.ts';
import { expressionOf, parses, refuses } from './parser.testing.ts';

function string(source: string, value: string): void {
  const expression: Expression = expressionOf(source);
  assert.ok(expression.type === 'String', source);
  assert.equal(expression.value, value, source);
}

function number(source: string, value: number | bigint, float = false): void {
  const expression: Expression = expressionOf(source);
  assert.ok(expression.type === 'Number', source);
  assert.deepEqual([expression.value, expression.float], [value, float], source);
}

test('escapes stand for bytes', () => {
  string(String.raw`"\a\b\f\n\r\t\v\\\"\'"`, '\x07\b\f\n\r\t\v\\"\'');
  string(`'it'`, 'it');
  string(String.raw`"\x41\xfF\0\65\0651"`, 'A\xff\0AA1');
  string(String.raw`"a\z    b"`, 'ab');
  string('"a\\z \r\n\t\n b"', 'ab');
  string('"a\\\nb\\\r\nc\\\rd"', 'a\nb\nc\nd');
});

test('a character escape is UTF-8 of up to 31 bits', () => {
  string(String.raw`"\u{0}\u{7f}"`, '\0\x7f');
  string(String.raw`"\u{80}\u{7ff}"`, '\xc2\x80\xdf\xbf');
  string(String.raw`"\u{800}\u{D800}\u{ffff}"`, '\xe0\xa0\x80\xed\xa0\x80\xef\xbf\xbf');
  string(String.raw`"\u{10000}\u{10FFFF}"`, '\xf0\x90\x80\x80\xf4\x8f\xbf\xbf');
  string(String.raw`"\u{200000}\u{7FFFFFFF}"`, '\xf8\x88\x80\x80\x80\xfd\xbf\xbf\xbf\xbf\xbf');
});

test('a wrong escape is refused and shown', () => {
  refuses(String.raw`x = "a\qb"`, String.raw`1: invalid escape sequence near '"a\q'`);
  refuses(String.raw`x = "\400"`, String.raw`1: decimal escape too large near '"\400"'`);
  refuses(String.raw`x = "\xZ1"`, String.raw`1: hexadecimal digit expected near '"\xZ'`);
  refuses(String.raw`x = "\x1Z"`, String.raw`1: hexadecimal digit expected near '"\x1Z'`);
  refuses(String.raw`x = "\u123"`, String.raw`1: missing '{' near '"\u1'`);
  refuses(String.raw`x = "\u{}"`, String.raw`1: hexadecimal digit expected near '"\u{}'`);
  refuses(String.raw`x = "\u{12"`, String.raw`1: missing '}' near '"\u{12"'`);
  refuses(String.raw`x = "\u{80000000}"`, String.raw`1: UTF-8 value too large near '"\u{80000000'`);
  refuses(String.raw`x = "\x1`, String.raw`1: hexadecimal digit expected near '"\x1'`);
});

test('a string ends on its line', () => {
  refuses('x = "abc\n"', `1: unfinished string near '"abc'`);
  refuses("x = 'abc", '1: unfinished string near <eof>');
  refuses('x = "abc\\', '1: unfinished string near <eof>');
  refuses('x = "a\\nbc\rd"', `1: unfinished string near '"a\\nbc'`);
});

test('long strings take no escapes, drop a first end of line, and read every end of line as a newline', () => {
  string('[[a\\nb]]', 'a\\nb');
  string('[==[a]]b]=]c]==]', 'a]]b]=]c');
  string('[[\na\n]]', 'a\n');
  string('[[\r\n\r\na\rb\n\rc]]', '\na\nb\nc');
  string('[[]]', '');
  string('[=[]]=]', ']');
});

test('long brackets that stay open are refused at the end with the line of their beginning', () => {
  refuses('x =\n[[a\n\n', '4: unfinished long string (starting at line 2) near <eof>');
  refuses('\n--[==[a\n]]', '3: unfinished long comment (starting at line 2) near <eof>');
  refuses('x = [==a', "1: invalid long string delimiter near '[=='");
});

test('comments run to the end of their line or of their brackets', () => {
  parses('-- x ]] y\nlocal a --[[ in\nside ]] = --[==[ ]] ]==] 1 --[=== not long');
  parses('--');
  parses('--[[]]');
  assert.equal(parses('--[[\n\n]] x = 1').body.block.body[0]?.line, 3);
});

test('numerals are integers or floats', () => {
  number('3', 3);
  number('123456789012345', 123456789012345);
  number('1234567890123456', 1234567890123456);
  number('9007199254740993', 9007199254740993n);
  number('3.', 3, true);
  number('.5', 0.5, true);
  number('3e2', 300, true);
  number('0x10', 16);
  number('0xA.8p1', 21, true);
  number('0xffffffffffffffff', -1);
});

test('what continues a numeral wrongly is malformed', () => {
  refuses('x = 3x', "1: malformed number near '3x'");
  refuses('x = 1..2', "1: malformed number near '1..2'");
  refuses('x = 0x', "1: malformed number near '0x'");
  refuses('x = 1e+', "1: malformed number near '1e+'");
  refuses('x = 0b101', "1: malformed number near '0b101'");
  refuses('x = 12_000', "1: malformed number near '12_000'");
});

test('a sign is part of an exponent only', () => {
  assert.equal(expressionOf('0xE+1').type, 'Binary');
  assert.equal(expressionOf('1 ..2').type, 'Binary');
});

test('a byte order mark and a first line with # are skipped', () => {
  parses('\xef\xbb\xbfreturn 1');
  parses('#!/usr/bin/env lua');
  assert.equal(parses('\xef\xbb\xbf#!/bin/lua\nreturn 1').body.block.body[0]?.line, 2);
  refuses('\n#!/bin/lua', "2: unexpected symbol near '#'");
});

test('every end of line counts one line', () => {
  assert.equal(parses('\r\n\n\r\r\n\n\nx = 1').body.block.body[0]?.line, 6);
  assert.equal(parses('x = "a\\\nb\\z\r\n\n" y = [[\n]] z = 1').body.block.body[2]?.line, 5);
  refuses('\r\n\r\n\r\r}', "5: unexpected symbol near '}'");
});

test('characters that Lua does not know are shown', () => {
  refuses('x = $', "1: unexpected symbol near '$'");
  refuses('x = \x01', "1: unexpected symbol near '<\\1>'");
  refuses('x = \xff', "1: unexpected symbol near '<\\255>'");
  refuses('x = \xe2\x80\x9chi\xe2\x80\x9d', "1: unexpected symbol near '“'");
  refuses('x = `a`', "1: unexpected symbol near '`'");
});

test('!= is told to be ~=, and a ! before == is none of it', () => {
  refuses('if a != b then end', "1: use '~=' for inequality near '!='");
  assert.equal(expressionOf('a!==b').type, 'Binary');
});
