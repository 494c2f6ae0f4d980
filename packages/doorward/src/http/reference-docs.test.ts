import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorPage, responseClasses, statusPage } from '../../../../tools/write-status-docs.ts';
import { errorCodes } from './error-codes.ts';
import * as http from './index.ts';
import { statuses, statusInfo } from './status.ts';

const page = (name: string): string =>
  readFileSync(new URL(`../../../../docs/reference/${name}.md`, import.meta.url), 'utf8');
const bases = ['HttpResponse', 'JsonResponse', 'InterimResponse'];
const exported = Object.keys(http).filter(
  (name) => /^(Http|Json)Response/.test(name) && !bases.includes(name),
);

describe('the table of statuses', () => {
  it('has the 64 entries of the IANA registry', () => {
    const range = (from: number, to: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect(statuses.map(({ status }) => status)).toEqual([
      ...range(100, 104),
      ...range(200, 208),
      226,
      ...range(300, 308),
      ...range(400, 418),
      ...range(421, 426),
      ...[428, 429, 431, 451],
      ...range(500, 508),
      ...[510, 511],
    ]);
    expect(statuses).toHaveLength(64);
  });

  it('marks what is not simply registered', () => {
    const special = statuses.filter(({ registration }) => registration !== 'registered');
    expect(special.map(({ status, registration }) => [status, registration])).toEqual([
      [104, 'temporary'],
      [306, 'reserved'],
      [418, 'unused'],
      [510, 'obsoleted'],
    ]);
  });

  it('knows which statuses have no content, and which caches keep by themselves (RFC 9110 §15.1)', () => {
    const none = statuses.filter(({ body }) => body === 'none').map(({ status }) => status);
    expect(none).toEqual([100, 101, 102, 103, 104, 204, 205, 304]);
    const kept = statuses.filter(({ store }) => store === 'heuristic').map(({ status }) => status);
    expect(kept).toEqual([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501]);
  });

  it('cannot be changed, and knows nothing of other numbers', () => {
    expect(Object.isFrozen(statuses) && Object.isFrozen(statusInfo(401))).toBe(true);
    for (const status of [0, 99, 105, 419, 420, 427, 430, 509, 512, 200.5, Number.NaN]) {
      expect(statusInfo(status)).toBeUndefined();
    }
  });
});

describe('table, classes and page', () => {
  it('have a class for every usable status, and a JSON class where content is allowed', () => {
    const wanted = statuses.flatMap(({ name, body }) => {
      if (name === undefined) return [];
      const json = name === 'InternalServerError' ? ['ServerError', name] : [name];
      return [
        `HttpResponse${name}`,
        ...(body === 'none' ? [] : json.map((one) => `JsonResponse${one}`)),
      ];
    });
    expect([...exported].sort()).toEqual(wanted.sort());
  });

  it('agree on status, reason and reference in every doc comment', () => {
    const commented = responseClasses();
    expect(commented).toHaveLength(exported.length - 1); // the second name of the JSON 500
    for (const { name, comment } of commented) {
      const info = statusInfo(Number(comment.trim().slice(0, 3)));
      expect(`${name}: ${comment}`).toContain(`${info?.status} ${info?.reason}`);
      expect(`${name}: ${comment}`).toContain('*Use when* ');
      expect(`${name}: ${comment}`).toContain(`@see ${info?.see}`);
      const own = name.replace(/^(Http|Json)Response/, '');
      expect(own === 'ServerError' ? 'InternalServerError' : own).toBe(info?.name);
    }
  });

  it('are what the page on statuses says', () => {
    const text = page('statuses');
    expect(text).toBe(statusPage());
    for (const name of exported) expect(text).toContain(`\`${name}\``);
    for (const { status, reason } of statuses) expect(text).toContain(`| ${status} | ${reason}`);
  });
});

describe('the page on errors', () => {
  it('lists every code with its class and text', () => {
    const text = page('errors');
    expect(text).toBe(errorPage());
    for (const [code, { status, error, detail }] of Object.entries(errorCodes)) {
      expect(text).toContain(`| ${status} | \`${error}\` | \`${code}\` | ${detail} | `);
    }
    expect(text).not.toMatch(/\| +\|$/m);
  });
});
