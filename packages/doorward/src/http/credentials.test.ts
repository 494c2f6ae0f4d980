import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatCredentials,
  hasWhitespace,
  parseCredentials,
  schemeCredentials,
} from './credentials.ts';
import { challengeOf, printable, tokenText } from './test-arbitraries.ts';

test('reads the Digest example (RFC 7616 §3.9.1) and writes it back', () => {
  const value =
    'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const credentials = parseCredentials(value);
  expect(credentials?.params?.['nonce']).toBe('7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v');
  expect(credentials && formatCredentials(credentials)).toBe(value);
});

test("leaves Digest's username* and userhash bare (RFC 7616 §3.9.2)", () => {
  const value = "Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, userhash=true";
  const credentials = parseCredentials(value);
  expect(credentials?.params).toEqual({
    'username*': "UTF-8''J%C3%A4s%C3%B8n%20Doe",
    userhash: 'true',
  });
  expect(credentials && formatCredentials(credentials)).toBe(value);
});

test('reads the Hawk example', () => {
  expect(
    parseCredentials(
      'Hawk id="dh37fgj492je", ts="1353832234", mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="',
    ),
  ).toEqual({
    scheme: 'Hawk',
    params: {
      id: 'dh37fgj492je',
      ts: '1353832234',
      mac: '6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=',
    },
  });
});

test('reads the Bearer example (RFC 6750 §2.1)', () => {
  const credentials = { scheme: 'Bearer', token68: 'mF_9.B5f-4.1JqM' };
  expect(parseCredentials('Bearer mF_9.B5f-4.1JqM')).toEqual(credentials);
});

test.each(['', ' ', ', Basic YQ==', 'Basic YQ==,', 'Basic YQ==, Basic Yg==', 'A b=c, B', 'A b="c'])(
  'is undefined for %j: credentials are not a list',
  (value) => {
    expect(parseCredentials(value)).toBeUndefined();
  },
);

test('what was written is read back (RFC 9110 §11.6.2)', () => {
  fc.assert(
    fc.property(challengeOf(tokenText, printable), (credentials) => {
      expect(parseCredentials(formatCredentials(credentials))).toEqual(credentials);
    }),
  );
});

describe('schemeCredentials', () => {
  test.each([
    ['Basic YWxpY2U=', 'YWxpY2U='],
    ['basic YWxpY2U=', 'YWxpY2U='],
    ['BASIC YWxpY2U=', 'YWxpY2U='],
    ['Basic  YWxpY2U=', 'YWxpY2U='],
    ['Basic\tYWxpY2U=', 'YWxpY2U='],
    ['\r\n Basic\u000b\fYWxpY2U= \t', 'YWxpY2U='],
    ['Basic a  b', 'a  b'],
    ['Basic', ''],
    ['Basic ', ''],
    [' Basic', ''],
    ['Basic \u00ff\u00fe', '\u00ff\u00fe'],
  ])('finds the credentials of Basic in %j', (header, rest) => {
    expect(schemeCredentials(header, 'Basic')).toBe(rest);
  });

  test.each([
    null,
    '',
    ' ',
    'Bas',
    'Basicx YQ==',
    'Basic,YQ==',
    'Basic=YQ==',
    'Basic\u00a0YQ==',
    'Digest foo',
    'x Basic YQ==',
  ])('%j is not Basic', (header) => {
    expect(schemeCredentials(header, 'Basic')).toBeUndefined();
  });

  test('folds the case of ASCII letters only', () => {
    expect(schemeCredentials('To\u212aen x', 'Token')).toBeUndefined();
    expect(schemeCredentials('X@ a', 'X`')).toBeUndefined();
  });

  test('agrees with the full grammar on what was written', () => {
    fc.assert(
      fc.property(challengeOf(tokenText, printable), (credentials) => {
        const header = formatCredentials(credentials);
        const rest = header.slice(credentials.scheme.length).trim();
        expect(schemeCredentials(header, credentials.scheme.toUpperCase())).toBe(rest);
      }),
    );
  });
});

test('hasWhitespace knows the six ASCII characters', () => {
  expect(' \t\n\v\f\r'.split('').map((space) => hasWhitespace(`a${space}`))).not.toContain(false);
  expect(hasWhitespace('a\u00a0\u0085b')).toBe(false);
});
