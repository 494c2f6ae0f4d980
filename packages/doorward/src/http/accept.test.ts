import { describe, expect, test } from 'vitest';
import { negotiate, parseAccept } from './accept.ts';

const json = 'application/json';
const html = 'text/html';
const problem = 'application/problem+json';

describe('parseAccept', () => {
  test('reads the example of RFC 9110 §12.5.1', () => {
    expect(
      parseAccept('text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5'),
    ).toEqual([
      { type: 'text', subtype: '*', params: {}, quality: 0.3 },
      { type: 'text', subtype: 'plain', params: {}, quality: 0.7 },
      { type: 'text', subtype: 'plain', params: { format: 'flowed' }, quality: 1 },
      { type: '*', subtype: '*', params: {}, quality: 0.5 },
    ]);
  });

  test('leaves out what it cannot read and goes on after it', () => {
    const value =
      ',x, a/b;q=2, a/b;q=0.1234, a/b;q=-1, */c, a/b c/d, e/f;x="g,h";y, i/j;x="k,l", m/n;q="o';
    expect(parseAccept(value)).toEqual([
      { type: 'i', subtype: 'j', params: { x: 'k,l' }, quality: 1 },
    ]);
  });

  test('reads a hundred ranges at most', () => {
    expect(parseAccept('a/b,'.repeat(200))).toHaveLength(100);
  });
});

describe('negotiate', () => {
  test.each([
    [null, json],
    ['', json],
    ['garbage', json],
    ['*/*', json],
    ['text/html', html],
    ['TEXT/html', html],
    ['text/*', html],
    ['application/json;q=0.5, text/html', html],
    ['application/json;q=0.5, text/html;q=0.5', json],
    ['text/html;q=0.5, application/json;q=0.5', json],
    ['*/*, application/json;q=0', html],
    ['application/*;q=0, */*;q=0.1', html],
    ['application/json;q=0.1, */*;q=0.9', html],
    ['image/png', undefined],
    ['application/json;q=0', undefined],
    ['application/json;q=0.000', undefined],
    ['application/json; charset=utf-8', json],
    ['application/json; indent=4', undefined],
    ['application/json; indent=4, */*;q=0.1', json],
    // What browsers send.
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', html],
  ])('Accept %j chooses %s', (accept, expected) => {
    expect(negotiate(accept, [json, html])).toBe(expected);
  });

  test('parameters of what is produced count for ranges that name them', () => {
    const produces = ['text/html;level=1', 'text/html;level=2', 'text/html'];
    // The table of RFC 9110 §12.5.1.
    const accept =
      'text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5';
    expect(negotiate(accept, produces)).toBe('text/html;level=1');
    expect(negotiate(accept, produces.slice(1))).toBe('text/html');
    expect(negotiate(accept, ['text/html;level=2', 'image/jpeg'])).toBe('image/jpeg');
    expect(negotiate(accept, ['text/plain', 'text/html;level=2'])).toBe('text/html;level=2');
    expect(negotiate(accept, ['text/html;level=3', 'image/jpeg'])).toBe('text/html;level=3');
    expect(negotiate('text/html;charset=latin1', ['text/html;charset=utf-8'])).toBeUndefined();
  });

  test('equal types in two spellings are told apart by their order', () => {
    expect(negotiate('*/*', [problem, json])).toBe(problem);
    expect(negotiate('constructor/x;constructor=y', ['constructor/x;constructor=y'])).toBe(
      'constructor/x;constructor=y',
    );
  });

  test.each([
    ['text/html;q=0.1, application/json;q=0.9', html, [html, json]],
    ['*/*, text/html;q=0', html, [json, html]],
    ['text/*, application/json', json, [html, json]],
    ['*/*, text/*', html, [json, html]],
    ['application/json; indent=4, text/html', json, [html, json]],
    ['application/json', undefined, ['application/json;version=1']],
    ['application/json;version=1', 'application/json;version=1', ['application/json;version=1']],
    ['image/png', undefined, [json]],
    ['image/png, constructor/x', undefined, ['constructor/x;constructor=y']],
  ])('as Django REST framework does, %j chooses %s', (accept, expected, produces) => {
    expect(negotiate(accept, produces, { ignoreQuality: true })).toBe(expected);
  });

  test('refuses to produce what is no media type', () => {
    expect(() => negotiate('*/*', ['json'])).toThrow(TypeError);
  });
});
