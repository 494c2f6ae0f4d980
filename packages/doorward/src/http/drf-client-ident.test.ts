import { expect, test } from 'vitest';
import { drfClientIdent } from './drf-client-ident.ts';

const peer = '10.0.0.1';

// Django REST framework 3.18, BaseThrottle.get_ident.
test.each([
  [null, '1.1.1.1, 2.2.2.2,\t3.3.3.3', '1.1.1.1,2.2.2.2,3.3.3.3'],
  [null, 'any thing', 'anything'],
  [null, null, peer],
  [null, undefined, peer],
  [null, '', peer],
  [0, '1.1.1.1', peer],
  [1, '1.1.1.1, 2.2.2.2, 3.3.3.3', '3.3.3.3'],
  [2, '1.1.1.1, 2.2.2.2, 3.3.3.3', '2.2.2.2'],
  [3, '1.1.1.1, 2.2.2.2, 3.3.3.3', '1.1.1.1'],
  [9, ' 1.1.1.1 , 2.2.2.2', '1.1.1.1'],
  [1, null, peer],
  [1, '', ''],
])('numProxies %j, X-Forwarded-For %j', (numProxies, forwardedFor, ident) => {
  expect(drfClientIdent({ peer, forwardedFor, numProxies })).toBe(ident);
});

test.each([-1, 1.5, Number.NaN])('refuses numProxies %d', (numProxies) => {
  expect(() => drfClientIdent({ peer, forwardedFor: '1.1.1.1', numProxies })).toThrow(TypeError);
});
