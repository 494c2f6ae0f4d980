import { describe, expect, it } from 'vitest';
import * as http from './index.ts';
import { HttpResponse, InterimResponse, JsonResponse, type StatusInfo, statuses } from './index.ts';

type AnyClass = new (...given: unknown[]) => HttpResponse | InterimResponse;
const classes = http as unknown as Readonly<Record<string, AnyClass | undefined>>;
const challenges = [
  { scheme: 'Bearer', params: { realm: 'api' } },
  { scheme: 'Basic', params: { realm: 'api' } },
];
const redirects = [301, 302, 303, 305, 307, 308];

/** What each class with options is given, and the fields that must come of it. */
const cases: Readonly<
  Record<number, { options: object; fields: Readonly<Record<string, string>> }>
> = {
  101: {
    options: { upgrade: ['HTTP/3.0', 'websocket'] },
    fields: { upgrade: 'HTTP/3.0, websocket', connection: 'Upgrade' },
  },
  103: {
    options: { link: ['</a>; rel=preload', '</b>'] },
    fields: { link: '</a>; rel=preload, </b>' },
  },
  104: { options: { location: '/uploads/7' }, fields: { location: '/uploads/7' } },
  200: { options: { contentLocation: '/é' }, fields: { 'content-location': '/%C3%A9' } },
  201: {
    options: { location: '/items/1', contentLocation: '/items/1.json' },
    fields: { location: '/items/1', 'content-location': '/items/1.json' },
  },
  206: {
    options: { contentRange: [0, 1023, 2048], contentLocation: '/film' },
    fields: { 'content-range': 'bytes 0-1023/2048', 'content-location': '/film' },
  },
  226: {
    options: { etag: '"2"', im: ['vcdiff', 'gzip'] },
    fields: { etag: '"2"', im: 'vcdiff, gzip' },
  },
  300: {
    options: { location: '/fr', retryAfter: 1 },
    fields: { location: '/fr', 'retry-after': '1' },
  },
  304: { options: { contentLocation: '/fr' }, fields: { 'content-location': '/fr' } },
  401: {
    options: { challenges },
    fields: {
      'www-authenticate': 'Bearer realm="api", Basic realm="api"',
      'cache-control': 'no-store',
    },
  },
  405: { options: { permittedMethods: ['GET', 'HEAD'] }, fields: { allow: 'GET, HEAD' } },
  407: {
    options: { challenges },
    fields: { 'proxy-authenticate': 'Bearer realm="api", Basic realm="api"' },
  },
  408: { options: { retryAfter: 0.2 }, fields: { 'retry-after': '1' } },
  413: { options: { retryAfter: 300 }, fields: { 'retry-after': '300' } },
  415: {
    options: { accept: ['application/json', 'text/csv'], acceptEncoding: 'gzip' },
    fields: { accept: 'application/json, text/csv', 'accept-encoding': 'gzip' },
  },
  416: { options: { totalLength: 47022 }, fields: { 'content-range': 'bytes */47022' } },
  426: { options: { upgrade: 'TLS/1.2' }, fields: { upgrade: 'TLS/1.2', connection: 'Upgrade' } },
  428: { options: {}, fields: { 'cache-control': 'no-store' } },
  429: {
    options: { retryAfter: 60 },
    fields: { 'retry-after': '60', 'cache-control': 'no-store' },
  },
  431: { options: {}, fields: { 'cache-control': 'no-store' } },
  451: {
    options: { blockedBy: 'https://isp.example/é' },
    fields: { link: '<https://isp.example/%C3%A9>; rel="blocked-by"' },
  },
  503: { options: { retryAfter: 120 }, fields: { 'retry-after': '120' } },
  511: { options: {}, fields: { 'cache-control': 'no-store' } },
  ...Object.fromEntries(
    redirects.map((status) => [
      status,
      { options: { location: '/à' }, fields: { location: '/%C3%A0' } },
    ]),
  ),
};

function classOf({ name }: StatusInfo, family: 'HttpResponse' | 'JsonResponse'): AnyClass {
  const own = family === 'JsonResponse' && name === 'InternalServerError' ? 'ServerError' : name;
  const found = classes[`${family}${own}`];
  if (found === undefined) throw new Error(`there is no ${family}${own}`);
  return found;
}

/** Builds the `HttpResponse…` of a status, whatever the place of its arguments. */
function build(
  { status, body, name }: StatusInfo,
  options: object,
): HttpResponse | InterimResponse {
  const Class = classOf({ name } as StatusInfo, 'HttpResponse');
  const given = options as { location?: string; permittedMethods?: string[] };
  if (body === 'none') return new Class(options);
  if (redirects.includes(status)) return new Class(given.location, { ...options, content: 'body' });
  if (status === 405) return new Class(given.permittedMethods, { ...options, content: 'body' });
  return new Class('body', options);
}

const usable = statuses.filter(({ name }) => name !== undefined);

const optionsOf = (status: number): object => cases[status]?.options ?? {};
const fieldsOf = (status: number): object => cases[status]?.fields ?? {};

it.each(usable)('$status $reason builds with its fields and content', async (info) => {
  const options = { ...optionsOf(info.status), headers: { 'x-own': 'kept' } };
  const response = build(info, options);
  const fields = { ...fieldsOf(info.status), 'x-own': 'kept' };
  expect(response.status).toBe(info.status);
  expect(Object.fromEntries(response.headers)).toMatchObject(fields);
  for (const field of info.requires)
    expect([field, response.headers.get(field)]).not.toContainEqual(null);
  expect(response instanceof Response).toBe(info.status >= 200);
  expect(response instanceof InterimResponse).toBe(info.status < 200);
  if (!(response instanceof HttpResponse)) return;
  expect(response.statusText).toBe(info.reason);
  expect(await response.text()).toBe(info.body === 'none' ? '' : 'body');
  const type = `${info.status === 207 ? 'application/xml' : 'text/html'}; charset=utf-8`;
  expect(response.headers.get('content-type')).toBe(info.body === 'none' ? null : type);
});

const withContent = usable.filter(({ body }) => body === 'free');

it.each(withContent)(
  '$status $reason has a JSON twin that takes the same by name',
  async (info) => {
    const Class = classOf(info, 'JsonResponse');
    const response = new Class({ name: 'é', list: [1] }, optionsOf(info.status));
    if (!(response instanceof JsonResponse)) throw new Error('not of the JSON family');
    expect(response.status).toBe(info.status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...fieldsOf(info.status),
      'content-type': 'application/json',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(new TextDecoder().decode(bytes)).toBe('{"name":"é","list":[1]}');
  },
);

const withoutContent = usable.filter(({ body, status }) => body === 'none' && status >= 200);

it.each(withoutContent)('$status $reason refuses content and its type', (info) => {
  const Class = classOf(info, 'HttpResponse');
  for (const wrong of ['text', { content: 'text' }, { contentType: 'text/plain' }]) {
    expect(() => new Class(wrong)).toThrow(TypeError);
  }
  const response = new Class({ headers: { 'content-type': 'text/plain' } });
  expect(response.headers.has('content-type')).toBe(false);
});

describe('what the RFC requires, for JavaScript callers', () => {
  it.each<[string, unknown[]]>([
    ['HttpResponseUnauthorized', ['no']],
    ['HttpResponseUnauthorized', ['no', { challenges: [] }]],
    ['HttpResponseUnauthorized', ['no', { headers: { 'www-authenticate': '' } }]],
    ['HttpResponseProxyAuthenticationRequired', ['no']],
    ['HttpResponseProxyAuthenticationRequired', ['no', { challenges: [] }]],
    ['HttpResponseNotAllowed', []],
    ['HttpResponseNotAllowed', [[]]],
    ['HttpResponseNotAllowed', [['GET, HEAD']]],
    ['HttpResponseNotAllowed', ['GET']],
    ['HttpResponsePartialContent', ['part']],
    ['HttpResponsePartialContent', ['part', { contentRange: '' }]],
    ['HttpResponsePartialContent', ['part', { contentRange: [5, 4, 10] }]],
    ['HttpResponsePartialContent', ['part', { contentRange: [0, 10, 10] }]],
    ['HttpResponsePartialContent', ['part', { contentRange: [0, 0.5, '*'] }]],
    ['HttpResponsePartialContent', ['part', { multipartBoundary: 'a"b' }]],
    ['HttpResponseRangeNotSatisfiable', ['far']],
    ['HttpResponseRangeNotSatisfiable', ['far', { totalLength: -1 }]],
    ['HttpResponseUpgradeRequired', ['tls']],
    ['HttpResponseUpgradeRequired', ['tls', { upgrade: [] }]],
    ['HttpResponseUpgradeRequired', ['tls', { upgrade: '' }]],
    ['HttpResponseUpgradeRequired', ['tls', { upgrade: 'TLS/1/2' }]],
    ['HttpResponseImUsed', ['delta', { etag: '"1"' }]],
    ['HttpResponseFound', []],
    ['HttpResponseFound', ['']],
    ['HttpResponseSwitchingProtocols', [{}]],
    ['HttpResponseEarlyHints', []],
    ['HttpResponseEarlyHints', [{ link: [] }]],
    ['JsonResponseUnauthorized', [{ detail: 'no' }]],
    ['JsonResponseUnauthorized', [{ detail: 'no' }, { challenges: [] }]],
    ['JsonResponseNotAllowed', [{ detail: 'no' }]],
    ['JsonResponseNotAllowed', [{ detail: 'no' }, { permittedMethods: [] }]],
    ['JsonResponseRangeNotSatisfiable', [{}]],
    ['JsonResponseUpgradeRequired', [{}]],
    ['JsonResponseFound', [{}]],
  ])('%s(%j) throws a TypeError', (name, given) => {
    const Class = classes[name];
    expect(Class).toBeDefined();
    expect(() => Class && new Class(...given)).toThrow(TypeError);
  });

  it('says which option is missing', () => {
    const Unauthorized = classes['HttpResponseUnauthorized'];
    expect(() => Unauthorized && new Unauthorized('no')).toThrow(
      '401 Unauthorized needs WWW-Authenticate (RFC 9110 §15.5.2): give challenges',
    );
    expect(() => new HttpResponse('no', { status: 405 })).toThrow('needs Allow');
  });
});

describe('single rules', () => {
  it('keeps a Cache-Control that the caller chose', () => {
    const headers = { 'cache-control': 'private' };
    const response = new http.HttpResponseUnauthorized('', {
      challenges: [{ scheme: 'Basic' }],
      headers,
    });
    expect(response.headers.get('cache-control')).toBe('private');
    expect(new http.HttpResponseTooManyRequests('', { headers }).headers.get('cache-control')).toBe(
      'private',
    );
  });

  it('sets Retry-After of a moment that is over to the present (RFC 9110 §10.2.3)', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    const response = new http.HttpResponseServiceUnavailable('', { retryAfter: new Date(0), now });
    expect(response.headers.get('retry-after')).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
  });

  it('knows ranges of unknown total, of other units, and of several parts', () => {
    const range = (init: ConstructorParameters<typeof http.HttpResponsePartialContent>[1]) =>
      new http.HttpResponsePartialContent('part', init).headers;
    expect(range({ contentRange: [0, 0, '*'] }).get('content-range')).toBe('bytes 0-0/*');
    expect(range({ contentRange: 'items 0-9/100' }).get('content-range')).toBe('items 0-9/100');
    const parts = range({ multipartBoundary: 'THIS_STRING_SEPARATES' });
    expect(parts.get('content-range')).toBeNull();
    expect(parts.get('content-type')).toBe(
      'multipart/byteranges; boundary="THIS_STRING_SEPARATES"',
    );
  });

  it('never changes the headers it was given', () => {
    const headers = new Headers({ 'x-own': '1' });
    new http.HttpResponseUnauthorized('', { challenges: [{ scheme: 'Basic' }], headers });
    new http.HttpResponseFound('/', { headers });
    new http.HttpResponseOK('', { headers });
    expect([...headers]).toEqual([['x-own', '1']]);
  });

  it('refuses line breaks in names and values, also at their ends', () => {
    for (const value of ['a\nb', 'a\r\nset-cookie: x=1', 'a\n', '\ra', 'a\0']) {
      expect(() => new HttpResponse('', { headers: { 'x-own': value } })).toThrow(TypeError);
      expect(() => new HttpResponse('', { headers: [['x-own', value]] })).toThrow(TypeError);
      expect(() => new HttpResponse('', { contentType: value })).toThrow(TypeError);
      expect(() => new http.HttpResponseFound(value)).toThrow(TypeError);
      expect(() => new http.HttpResponseEarlyHints({ link: value })).toThrow(TypeError);
      expect(() => new http.HttpResponseNotAllowed([value])).toThrow(TypeError);
    }
    expect(() => new HttpResponse('', { headers: { 'x\nown': '1' } })).toThrow(TypeError);
  });

  it('lets a form state its own content type, and an option win over headers', () => {
    const form = new FormData();
    form.set('a', '1');
    expect(new HttpResponse(form).headers.get('content-type')).toMatch(
      /^multipart\/form-data; boundary=/,
    );
    const both = new HttpResponse('', {
      contentType: 'text/csv',
      headers: { 'content-type': 'text/plain' },
    });
    expect(both.headers.get('content-type')).toBe('text/csv');
  });

  it('takes statuses 200 to 599 only; 1xx is for InterimResponse', () => {
    for (const status of [101, 199, 600, 200.5, Number.NaN]) {
      expect(() => new HttpResponse('', { status })).toThrow(RangeError);
    }
    expect(new HttpResponse('', { status: 299 }).status).toBe(299);
    expect(() => new InterimResponse(200 as 100)).toThrow(TypeError);
  });

  it('has the status win over one slipped into the options', () => {
    const slipped = { status: 200, reason: 'Gone' };
    expect(new http.HttpResponseGone('', slipped).status).toBe(410);
    expect(new http.JsonResponseGone({}, slipped).status).toBe(410);
  });

  it('sends only mappings as JSON unless told that another value is safe', async () => {
    expect(await new JsonResponse([1, { a: 2 }], { safe: false }).text()).toBe('[1,{"a":2}]');
    expect(await new JsonResponse(null, { safe: false }).text()).toBe('null');
    const Loose = JsonResponse as unknown as AnyClass;
    for (const data of [[1], null, 'text', 1, new Date(0), undefined, () => 1, 1n]) {
      expect(() => new Loose(data)).toThrow(TypeError);
    }
  });

  it('names the 308 a permanent redirect and the 301 a move', () => {
    expect(new http.HttpResponsePermanentRedirect('/').status).toBe(308);
    expect(new http.HttpResponseMovedPermanently('/').status).toBe(301);
    expect(http.JsonResponseInternalServerError).toBe(http.JsonResponseServerError);
  });
});
