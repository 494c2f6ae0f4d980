import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { errorResponse } from './error-response.ts';
import * as errors from './errors.ts';
import { HttpError } from './errors.ts';
import { problemDetails, problemResponse } from './problem.ts';

const make: Readonly<Record<string, () => HttpError>> = {
  ValidationError: () => new errors.ValidationError(),
  MethodNotAllowed: () => new errors.MethodNotAllowed('PUT', ['GET', 'HEAD']),
  UnsupportedMediaType: () => new errors.UnsupportedMediaType('text/csv'),
};
const challenges = [{ scheme: 'Bearer' }, { scheme: 'Basic', params: { realm: 'api' } }];

function made(name: string): HttpError {
  const Class = (errors as unknown as Record<string, new () => HttpError>)[name];
  if (Class === undefined) throw new Error(`there is no class ${name}`);
  return make[name]?.() ?? new Class();
}

describe('the table of codes', () => {
  it.each(Object.entries(errorCodes))('%s is what its class says', (code, row) => {
    const error = made(row.error);
    const filled = row.detail.replace('{method}', 'PUT').replace('{media_type}', 'text/csv');
    expect(error).toMatchObject({ status: row.status, code, detail: filled, name: row.error });
    expect(error.message).toBe(error.detail);
    expect(error).toBeInstanceOf(HttpError);
  });

  it('names every class, and each once', () => {
    const named = Object.values(errorCodes).map(({ error }) => error);
    const exported = Object.keys(errors).filter((name) => name !== 'HttpError');
    expect(named.sort()).toEqual(exported.sort());
  });
});

describe('errors', () => {
  it('keep the code, fields, members and cause they are given', () => {
    const cause = new Error('why');
    const options = { code: 'own', headers: { 'x-own': '1' }, extensions: { more: 1 }, cause };
    expect(new errors.PermissionDenied('No.', options)).toMatchObject({
      detail: 'No.',
      ...options,
    });
    const unavailable = new errors.Unavailable(undefined, { ...options, retryAfter: 0.5 });
    expect(unavailable.headers).toEqual({ 'x-own': '1', 'retry-after': '1' });
    expect(unavailable).toMatchObject({ cause, code: 'own', retryAfter: 1 });
  });

  it('Throttled tells the wait in DRF words, and no field for 0 or an unknown wait', () => {
    const text = (wait?: number) =>
      new errors.Throttled(wait === undefined ? {} : { retryAfter: wait });
    expect(text(0.1).detail).toBe('Request was throttled. Expected available in 1 second.');
    expect(text(59.2).detail).toBe('Request was throttled. Expected available in 60 seconds.');
    expect(text(59.2).headers).toEqual({ 'retry-after': '60' });
    expect(text(0).detail).toBe('Request was throttled. Expected available in 0 seconds.');
    expect(text(0).headers).toBeUndefined();
    expect(text().detail).toBe('Request was throttled.');
    expect(text().headers).toBeUndefined();
  });

  it('Unavailable waits 5 seconds by default and survives a wait that makes no sense', () => {
    for (const retryAfter of [undefined, Number.NaN, Infinity]) {
      expect(new errors.Unavailable('x', { retryAfter }).retryAfter).toBe(5);
    }
    expect(new errors.Unavailable('x', { retryAfter: -3 }).headers).toEqual({ 'retry-after': '0' });
  });

  it('ValidationError always holds a list or a mapping', () => {
    expect(new errors.ValidationError().errors).toEqual(['Invalid input.']);
    expect(new errors.ValidationError('Too short.').errors).toEqual(['Too short.']);
    const mapping = { username: ['This field is required.'], address: { zip: ['Unknown.'] } };
    const error = new errors.ValidationError(mapping);
    expect(error.errors).toEqual(mapping);
    expect(error.extensions).toEqual({ errors: mapping });
    expect(error.detail).toBe('Invalid input.');
  });

  it('MethodNotAllowed needs a method, and text in it means nothing to the template', () => {
    expect(() => new errors.MethodNotAllowed('PUT', [])).toThrow(TypeError);
    expect(new errors.MethodNotAllowed('$&$1', ['GET']).detail).toBe('Method "$&$1" not allowed.');
    expect(new errors.MethodNotAllowed('PUT', ['GET', 'HEAD']).headers).toEqual({
      allow: 'GET, HEAD',
    });
  });

  it('become 400 where the status would not be valid without a field', () => {
    const error = (status: number, headers?: Record<string, string>) =>
      new HttpError({ status, code: 'x', detail: 'X', headers });
    for (const status of [405, 407, 426]) expect(error(status).status).toBe(400);
    expect(error(405, { allow: 'GET' }).status).toBe(405);
    for (const status of [400, 401, 416, 418, 499, 500, 599])
      expect(error(status).status).toBe(status);
    for (const status of [200, 399, 600, Number.NaN])
      expect(() => error(status)).toThrow(RangeError);
  });
});

describe('errorResponse', () => {
  it('sends every error as problem details that DRF clients can read', async () => {
    for (const { error: name } of Object.values(errorCodes)) {
      const error = made(name);
      const response = errorResponse(error, { challenges });
      expect([name, response.status]).toEqual([name, error.status]);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const { status, detail, code } = error;
      expect(await response.json()).toMatchObject({ type: 'about:blank', status, detail, code });
    }
  });

  it('sends the fields of the error', () => {
    expect(errorResponse(new errors.Unavailable()).headers.get('retry-after')).toBe('5');
    expect(errorResponse(made('MethodNotAllowed')).headers.get('allow')).toBe('GET, HEAD');
    const unread = new errors.UnsupportedMediaType('a/b', { accept: ['text/csv', 'text/html'] });
    expect(errorResponse(unread).headers.get('accept')).toBe('text/csv, text/html');
  });

  it('challenges with every scheme on 401, and on nothing else (RFC 9110 §15.5.2)', () => {
    for (const { error: name } of Object.values(errorCodes)) {
      const sent = errorResponse(made(name), { challenges }).headers.get('www-authenticate');
      const due = made(name).status === 401 ? 'Bearer, Basic realm="api"' : null;
      expect([name, sent]).toEqual([name, due]);
    }
  });

  it('sends a 401 that has no challenge as 403, with the same words', async () => {
    for (const error of [
      new errors.NotAuthenticated(),
      new errors.AuthenticationFailed('Wrong.'),
    ]) {
      const response = errorResponse(error, { challenges: [] });
      expect(response.status).toBe(403);
      expect(response.headers.has('www-authenticate')).toBe(false);
      const { code, detail } = error;
      expect(await response.json()).toMatchObject({
        status: 403,
        title: 'Forbidden',
        code,
        detail,
      });
    }
  });

  it('never sends the cause, the message of another error, or the stack', async () => {
    const cause = new Error('password=hunter2');
    const text = await errorResponse(new errors.InternalError({ id: '7', cause })).text();
    expect(JSON.parse(text)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'A server error occurred.',
      code: 'error',
      id: '7',
    });
  });
});

describe('problem details', () => {
  it('cannot lose a standard member to an extension (RFC 9457 §3.2)', () => {
    const extensions = { status: 200, detail: 'x', code: 'x', type: 'x', title: 'x', balance: 30 };
    const problem = problemDetails({ status: 403, code: 'c', detail: 'd', extensions });
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'd',
      code: 'c',
      balance: 30,
    });
  });

  it('keep type, title and instance that are given', () => {
    const given = { type: 'https://e.example/p', title: 'T', instance: '/7' };
    expect(problemDetails({ status: 499, code: 'c', detail: 'd', ...given })).toMatchObject(given);
    expect(problemDetails({ status: 499, code: 'c', detail: 'd' }).title).toBe('Unknown Error');
  });

  it('are not sent as a 401 without a challenge', () => {
    const problem = { status: 401, code: 'c', detail: 'd' };
    expect(() => problemResponse(problem)).toThrow(TypeError);
    const headers = { 'www-authenticate': 'Bearer' };
    expect(problemResponse(problem, { headers }).status).toBe(401);
  });
});
