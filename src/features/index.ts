/** All features, one by one. Whoever takes a line away has removed the feature. */
import { base64 } from '#features/base64';
import { compress } from '#features/compress';
import { crypto } from '#features/crypto';
import { durable } from '#features/durable';
import { environment } from '#features/environment';
import { expr } from '#features/expr';
import { functions } from '#features/functions';
import { hash } from '#features/hash';
import { json } from '#features/json';
import { libraries } from '#features/libraries';
import { logger } from '#features/logger';
import { processes } from '#features/processes';
import { sql } from '#features/sql';
import { system } from '#features/system';
import { terminal } from '#features/terminal';
import { test } from '#features/test';
import { text } from '#features/text';
import { time } from '#features/time';
import { uuid } from '#features/uuid';
import { yaml } from '#features/yaml';
import type { Feature } from '#plugin';

export const features: readonly Feature[] = [
  libraries,
  functions,
  processes,
  sql,
  durable,
  terminal,
  environment,
  time,
  json,
  uuid,
  logger,
  base64,
  hash,
  yaml,
  system,
  crypto,
  compress,
  text,
  expr,
  test,
];
