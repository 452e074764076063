/** How tests went, as the XML that services for continuous integration read (the form of JUnit). */
import type { TestCase, TestFailure, TestReport, TestResult } from '#runtime';

export function junitText({ results, passed, failed, skipped, duration }: TestReport): string {
  const total = passed + failed + skipped;
  const head = `<testsuites tests="${total}" failures="${failed}" skipped="${skipped}" time="${seconds(duration)}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...results.map(suite), '</testsuites>'].join('\n')}\n`;
}

function suite(result: TestResult): string {
  const { entry, cases, duration, failure } = result;
  const outside = failure === undefined ? [] : [outsideCase(entry, failure)];
  const failures = cases.filter(({ status }) => status === 'failed').length + outside.length;
  const skips = cases.filter(({ status }) => status === 'skipped').length;
  const counts = `tests="${cases.length + outside.length}" failures="${failures}" skipped="${skips}"`;
  const head = `  <testsuite name="${escaped(entry)}" ${counts} time="${seconds(duration)}">`;
  return [head, ...cases.map((each) => caseText(entry, each)), ...outside, '  </testsuite>'].join('\n');
}

function caseText(entry: string, { path, name, status, duration, failure }: TestCase): string {
  const head = `    <testcase classname="${escaped([entry, ...path].join(' > '))}" name="${escaped(name)}" time="${seconds(duration)}"`;
  if (status === 'skipped') return `${head}><skipped/></testcase>`;
  return failure === undefined ? `${head}/>` : `${head}>${failureText(failure)}</testcase>`;
}

function outsideCase(entry: string, failure: TestFailure): string {
  return `    <testcase classname="${escaped(entry)}" name="${escaped(entry)}" time="0.000">${failureText(failure)}</testcase>`;
}

function failureText({ reason, message, expected, actual, place, trace }: TestFailure): string {
  const lines = [
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...(place === undefined ? [] : [`at ${place.path}:${place.line}`]),
    ...trace,
  ];
  // What did not hold is a failure; what went wrong on the way is an error, and most readers take both.
  return `<failure type="${reason}" message="${escaped(message)}">${escaped(lines.join('\n'))}</failure>`;
}

function seconds(millis: number): string {
  return (millis / 1000).toFixed(3);
}

/** Characters that XML 1.0 cannot have at all become U+FFFD. */
function escaped(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"]/g, (character) => named[character] ?? character)
      .replace(/\n/g, '&#10;')
  );
}
