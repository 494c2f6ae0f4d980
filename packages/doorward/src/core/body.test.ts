import { expect, test } from 'vitest';
import {
  ContentTooLarge,
  ParseError,
  UnsupportedMediaType,
  ValidationError,
} from '../http/errors.ts';
import { fieldReader, readFields } from './body.ts';

function sent(body: string | Uint8Array<ArrayBuffer> | FormData, type?: string): Request {
  const headers = type === undefined ? undefined : { 'content-type': type };
  return new Request('https://api.example/', { method: 'POST', body, ...(headers && { headers }) });
}

test('JSON, URL-encoded and multipart bodies give the same fields', async () => {
  const form = new FormData();
  form.set('username', 'alice');
  const bodies = [
    sent('{"username":"alice"}', 'application/json; charset=utf-8'),
    sent('username=alice', 'application/x-www-form-urlencoded'),
    sent(form),
  ];
  for (const request of bodies)
    expect([...(await readFields(request))]).toEqual([['username', 'alice']]);
});

test.each([
  ['{"a":', 'application/json', ParseError],
  ['\u0000', 'application/json', ParseError],
  [new Uint8Array([0xff]), 'application/json', ParseError],
  ['[]', 'application/json', ValidationError],
  ['null', 'application/json', ValidationError],
  ['<a/>', 'application/xml', UnsupportedMediaType],
  ['x', 'constructor', UnsupportedMediaType],
  ['x', 'multipart/form-data', ParseError],
  ['x', 'multipart/form-data; boundary=b', ParseError],
  ['a'.repeat(70_000), 'application/json', ContentTooLarge],
  [
    `x=1${'&y=1'.repeat(1_500).replaceAll(/y/g, () => `k${Math.random()}`)}`,
    'application/x-www-form-urlencoded',
    ContentTooLarge,
  ],
])('a body that is not what it says is refused: %#', async (body, type, error) => {
  await expect(readFields(sent(body as string, type))).rejects.toBeInstanceOf(error);
});

test('a body without a length is cut off as soon as it is too long', async () => {
  let sentParts = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sentParts += 1;
      controller.enqueue(new Uint8Array(10_000));
    },
  });
  const request = new Request('https://api.example/', {
    method: 'POST',
    body: endless,
    headers: { 'content-type': 'application/json' },
    duplex: 'half',
  });
  await expect(readFields(request)).rejects.toBeInstanceOf(ContentTooLarge);
  expect(sentParts).toBeLessThan(12);
});

test.each([
  ['[]', 'list'],
  ['"a"', 'str'],
  ['1', 'int'],
  ['1.5', 'float'],
  ['true', 'bool'],
])("JSON that is no mapping is refused in DRF's words: %s is %s", async (body, name) => {
  const error = await readFields(sent(body, 'application/json')).catch((thrown) => thrown);
  expect(error.errors).toEqual({
    non_field_errors: [`Invalid data. Expected a dictionary, but got ${name}.`],
  });
});

test('a body of nothing needs no type, a body of something does', async () => {
  const bare = (body: string) => {
    const request = new Request('https://api.example/', { method: 'POST', body });
    request.headers.delete('content-type');
    return request;
  };
  expect((await readFields(bare(''))).size).toBe(0);
  await expect(readFields(bare('a=1'))).rejects.toBeInstanceOf(UnsupportedMediaType);
  const json = readFields(sent('', 'application/json'));
  await expect(json).rejects.toBeInstanceOf(ParseError);
});

test('a file in a form is refused', async () => {
  const form = new FormData();
  form.set('avatar', new File(['x'], 'x.png'));
  await expect(readFields(sent(form))).rejects.toBeInstanceOf(ParseError);
});

test('the parse error does not quote the body, which may hold a password', async () => {
  const error = await readFields(sent('{"password":"hunter2', 'application/json')).catch((e) => e);
  expect(JSON.stringify(error) + error.message + error.detail).not.toContain('hunter2');
});

test('names like __proto__ are names', async () => {
  const fields = await readFields(sent('{"__proto__":{"admin":true},"a":"1"}', 'application/json'));
  expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  expect(fields.get('a')).toBe('1');
});

test("fields are read with DRF's rules and wording, all errors at once", () => {
  const fields = new Map<string, unknown>([
    ['blank', ''],
    ['none', null],
    ['object', {}],
    ['yes', true],
    ['nul', 'a\u0000'],
    ['long', 'abcd'],
    ['number', 5],
    ['padded', ' a '],
  ]);
  const reader = fieldReader(fields);
  for (const name of ['missing', 'blank', 'none', 'object', 'yes', 'nul']) reader.text(name);
  reader.text('long', { maxLength: 3 });
  expect(reader.text('number')).toBe('5');
  expect(reader.text('padded')).toBe('a');
  expect(reader.text('padded', { trim: false })).toBe(' a ');
  expect(reader.text('missing', { optional: true })).toBe('');
  const error = (() => {
    try {
      reader.done();
    } catch (thrown) {
      return thrown as ValidationError;
    }
    throw new Error('nothing was wrong');
  })();
  expect(error.errors).toEqual({
    missing: ['This field is required.'],
    blank: ['This field may not be blank.'],
    none: ['This field may not be null.'],
    object: ['Not a valid string.'],
    yes: ['Not a valid string.'],
    nul: ['Null characters are not allowed.'],
    long: ['Ensure this field has no more than 3 characters.'],
  });
});
