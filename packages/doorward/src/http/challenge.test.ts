import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatChallenge, formatChallenges, parseChallenges } from './challenge.ts';
import { challengeOf, printable, tokenText } from './test-arbitraries.ts';

describe('parseChallenges', () => {
  test.each([
    [
      'RFC 9110 §11.6.1',
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        { scheme: 'Basic', params: { realm: 'simple' } },
        { scheme: 'Newauth', params: { realm: 'apps', type: '1', title: 'Login to "apps"' } },
      ],
    ],
    [
      'RFC 6750 §3',
      'Bearer realm="example", error="invalid_token", error_description="The access token expired"',
      [
        {
          scheme: 'Bearer',
          params: {
            realm: 'example',
            error: 'invalid_token',
            error_description: 'The access token expired',
          },
        },
      ],
    ],
    [
      'RFC 7616 §3.9.1, two challenges on one line',
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf", opaque="FQhe", Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf", opaque="FQhe"',
      ['SHA-256', 'MD5'].map((algorithm) => ({
        scheme: 'Digest',
        params: {
          realm: 'http-auth@example.org',
          qop: 'auth, auth-int',
          algorithm,
          nonce: '7ypf',
          opaque: 'FQhe',
        },
      })),
    ],
    [
      'RFC 4559 §4.1',
      'Negotiate a87421000492aa874209af8bc028',
      [{ scheme: 'Negotiate', token68: 'a87421000492aa874209af8bc028' }],
    ],
    [
      'RFC 9470 §3',
      'Bearer error="insufficient_user_authentication", acr_values="myACR", max_age="5"',
      [
        {
          scheme: 'Bearer',
          params: {
            error: 'insufficient_user_authentication',
            acr_values: 'myACR',
            max_age: '5',
          },
        },
      ],
    ],
  ])('reads the example of %s', (_section, value, expected) => {
    expect(parseChallenges(value)).toEqual(expected);
  });

  test.each([
    ['', []],
    [' , ,', []],
    ['Negotiate', [{ scheme: 'Negotiate' }]],
    ['Negotiate, Basic', [{ scheme: 'Negotiate' }, { scheme: 'Basic' }]],
    ['NTLM YQ==, Basic', [{ scheme: 'NTLM', token68: 'YQ==' }, { scheme: 'Basic' }]],
    [',, Basic\trealm \t= "x" ,, a=b,', [{ scheme: 'Basic', params: { realm: 'x', a: 'b' } }]],
    ['Basic , realm=x', [{ scheme: 'Basic', params: { realm: 'x' } }]],
    ['Basic realm=x,Other', [{ scheme: 'Basic', params: { realm: 'x' } }, { scheme: 'Other' }]],
    ['Basic REALM="x"', [{ scheme: 'Basic', params: { realm: 'x' } }]],
    ['Basic realm=""', [{ scheme: 'Basic', params: { realm: '' } }]],
    ['Basic realm="\\a\\\\\\""', [{ scheme: 'Basic', params: { realm: 'a\\"' } }]],
    ['Basic realm="caf\u00e9\t"', [{ scheme: 'Basic', params: { realm: 'caf\u00e9\t' } }]],
    ['Basic realm=', [{ scheme: 'Basic', token68: 'realm=' }]],
    ['Basic , Other a=b', [{ scheme: 'Basic' }, { scheme: 'Other', params: { a: 'b' } }]],
  ])('reads %j', (value, expected) => {
    expect(parseChallenges(value)).toEqual(expected);
  });

  test.each([
    'Basic realm="x',
    'Basic realm="x\\',
    'Basic realm="a\u0000b"',
    'Basic realm="a\\\u007f"',
    'Basic realm="\u0100"',
    'Basic realm="a" charset="b"',
    'Basic realm="a"charset="b"',
    'Basic realm=a, realm=b',
    'Basic realm=a, REALM=b',
    'Basic, realm=x',
    'Basic abc==, a=b',
    'Basic abc=d=',
    'Basic a b',
    'Basic/1',
    'Basic "x"',
    '=x',
    'realm=x',
    'Basic realm=a,="b"',
    'Basic realm=a, b=,',
    'Basic \u00e9',
  ])('is undefined for %j', (value) => {
    expect(parseChallenges(value)).toBeUndefined();
  });

  test('keeps a parameter called __proto__ apart from the object', () => {
    const params = parseChallenges('X __proto__="p", constructor=c')?.[0]?.params;
    expect(Object.entries(params ?? {})).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf(params)).toBeNull();
  });
});

describe('formatChallenge', () => {
  test('quotes and escapes every parameter', () => {
    const challenge = { scheme: 'Basic', params: { realm: 'a "b" \\', charset: 'UTF-8' } };
    expect(formatChallenge(challenge)).toBe('Basic realm="a \\"b\\" \\\\", charset="UTF-8"');
  });

  test('leaves algorithm and stale of Digest bare (RFC 7616 §3.3)', () => {
    const params = { realm: 'r', qop: 'auth', algorithm: 'SHA-256', stale: 'true' };
    expect(formatChallenge({ scheme: 'digest', params })).toBe(
      'digest realm="r", qop="auth", algorithm=SHA-256, stale=true',
    );
    expect(formatChallenge({ scheme: 'Other', params: { stale: 'true' } })).toBe(
      'Other stale="true"',
    );
  });

  test('writes a bare scheme, a token68, and no parameters', () => {
    expect(formatChallenge({ scheme: 'Negotiate' })).toBe('Negotiate');
    expect(formatChallenge({ scheme: 'Negotiate', token68: 'YQ==' })).toBe('Negotiate YQ==');
    expect(formatChallenge({ scheme: 'Negotiate', params: {} })).toBe('Negotiate');
  });

  test.each([
    { scheme: '' },
    { scheme: 'Ba sic' },
    { scheme: 'Basic\r\nX: y' },
    { scheme: 'Basic', params: { 'a b': 'c' } },
    { scheme: 'Basic', params: { realm: 'a\r\nSet-Cookie: x=y' } },
    { scheme: 'Basic', params: { realm: 'a\tb' } },
    { scheme: 'Basic', params: { realm: 'caf\u00e9' } },
    { scheme: 'Basic', params: { realm: 'a', Realm: 'b' } },
    { scheme: 'Digest', params: { stale: 'tr ue' } },
    { scheme: 'Basic', token68: '' },
    { scheme: 'Basic', token68: 'a b' },
    { scheme: 'Basic', token68: 'a,' },
    { scheme: 'Basic', token68: 'a', params: { realm: 'x' } },
  ])('throws a TypeError for %j', (challenge) => {
    expect(() => formatChallenge(challenge)).toThrow(TypeError);
  });

  test('keeps a malformed token68 out of the message', () => {
    expect(() => formatChallenge({ scheme: 'Basic', token68: 'hush hush' })).not.toThrow('hush');
  });
});

test('what was written is read back (RFC 9110 §11.6.1)', () => {
  const challenges = fc.array(challengeOf(tokenText, printable), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(challenges, (list) => {
      expect(parseChallenges(formatChallenges(list))).toEqual(list);
    }),
  );
});

test('lines joined by a comma read as the challenges of each (RFC 9110 §5.3)', () => {
  const challenges = fc.array(challengeOf(tokenText, printable), { maxLength: 4 });
  fc.assert(
    fc.property(challenges, challenges, (first, second) => {
      const joined = `${formatChallenges(first)}, ${formatChallenges(second)}`;
      expect(parseChallenges(joined)).toEqual([...first, ...second]);
    }),
  );
});
