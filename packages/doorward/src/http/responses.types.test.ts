import { expect, it } from 'vitest';
import * as http from './index.ts';

// The compiler is the judge here: `npm run types` fails when one of these lines compiles. What is
// built without an error is the other half of the proof.
it('does not compile without what the RFC requires', () => {
  const wrong: (() => unknown)[] = [
    // @ts-expect-error a 401 needs challenges
    () => new http.HttpResponseUnauthorized('no'),
    // @ts-expect-error at least one
    () => new http.HttpResponseUnauthorized('no', { challenges: [] }),
    // @ts-expect-error a 407 needs challenges
    () => new http.HttpResponseProxyAuthenticationRequired('no', {}),
    // @ts-expect-error a 405 needs methods
    () => new http.HttpResponseNotAllowed(),
    // @ts-expect-error a 206 needs its range
    () => new http.HttpResponsePartialContent('part', {}),
    // @ts-expect-error a 416 needs the length
    () => new http.HttpResponseRangeNotSatisfiable('far'),
    // @ts-expect-error a 426 needs a protocol
    () => new http.HttpResponseUpgradeRequired('tls'),
    // @ts-expect-error a 226 needs its entity tag
    () => new http.HttpResponseImUsed('delta', { im: 'vcdiff' }),
    // @ts-expect-error a redirect needs a target
    () => new http.HttpResponseSeeOther(),
    // @ts-expect-error a 101 needs a protocol
    () => new http.HttpResponseSwitchingProtocols(),
    // @ts-expect-error a 103 needs links
    () => new http.HttpResponseEarlyHints({}),
    // @ts-expect-error a 204 has no content
    () => new http.HttpResponseNoContent('text'),
    // @ts-expect-error nor a content type
    () => new http.HttpResponseNoContent({ contentType: 'text/plain' }),
    // @ts-expect-error nor has a 205
    () => new http.HttpResponseResetContent('text'),
    // @ts-expect-error nor a 304
    () => new http.HttpResponseNotModified('text'),
    // @ts-expect-error the JSON 401 needs challenges
    () => new http.JsonResponseUnauthorized({ detail: 'no' }),
    // @ts-expect-error the JSON 405 needs methods
    () => new http.JsonResponseNotAllowed({ detail: 'no' }, {}),
    // @ts-expect-error the JSON redirect needs a target
    () => new http.JsonResponseFound({}),
    // @ts-expect-error a list needs safe: false
    () => new http.JsonResponseOK([1]),
    // @ts-expect-error an error says which methods are permitted
    () => new http.MethodNotAllowed('PUT'),
  ];
  // Types and run time agree: each is refused in both.
  for (const build of wrong) expect(build).toThrow(TypeError);
});

it('compiles with interfaces, lists that are marked, and optional options', () => {
  interface Item {
    readonly id: number;
  }
  const item: Item = { id: 1 };
  expect(new http.JsonResponseOK(item).status).toBe(200);
  expect(new http.JsonResponseOK([item], { safe: false }).status).toBe(200);
  expect(new http.JsonResponseCreated(item, { location: '/1' }).status).toBe(201);
  expect(new http.HttpResponseNoContent().status).toBe(204);
  const more: readonly http.Challenge[] = [{ scheme: 'Basic' }];
  const challenges: http.Challenges = [{ scheme: 'Bearer' }, ...more];
  expect(new http.JsonResponseUnauthorized(item, { challenges }).status).toBe(401);
});
