import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyring } from '../crypto/keyring.ts';
import { Secret } from '../crypto/secret.ts';
import { formatChallenge, parseChallenges } from '../http/challenge.ts';
import { csrfTokens } from '../schemes/csrf.ts';
import { type App, apps } from './test-apps.ts';
import { type Row, requestTable } from './test-request-table.ts';
import { ask, lines, type WireResponse } from './test-wire.ts';

const csrf = csrfTokens(keyring([Secret.generate()]));
const table = requestTable(csrf);

test('the table is as long as it claims to be, and no row stands twice', () => {
  expect(table.length).toBeGreaterThanOrEqual(80);
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
});

describe.each(Object.entries(apps))('%s', (framework, start) => {
  let app: App;
  beforeAll(async () => {
    app = await start(csrf);
  });
  afterAll(() => app.close());

  test.each(table.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const { method = 'GET', path, headers = [], body = '' } = row;
    const all = [['Host', 'api.test'] as const, ...headers];
    const response = await ask({ port: app.port, method, target: path, headers: all, body });
    expect(seen(response, row)).toEqual(expected(row));
    // Hono's server writes one line, which says the same; everybody else one for each challenge.
    const count = row.challenges?.length ?? 0;
    expect(lines(response, 'www-authenticate')).toHaveLength(
      framework === 'hono' ? Math.min(count, 1) : count,
    );
  });
});

function seen(response: WireResponse, row: Row): unknown {
  const field = (name: string) => {
    const values = lines(response, name);
    return values.length > 1 ? values : (values[0] ?? null);
  };
  const json: unknown = response.body === '' ? undefined : withoutId(JSON.parse(response.body));
  return {
    status: response.status,
    challenges: parseChallenges(lines(response, 'www-authenticate').join(', '))?.map(
      formatChallenge,
    ),
    type: field('content-type'),
    fields: Object.fromEntries(Object.keys(row.fields ?? {}).map((name) => [name, field(name)])),
    ...(row.empty === true && { body: response.body }),
    ...('json' in row && { json }),
    ...('problem' in row && { problem: pick(json, Object.keys(row.problem ?? {})) }),
    allow: field('allow'),
    retryAfter: field('retry-after'),
  };
}

function expected(row: Row): unknown {
  const { status, challenges = [], fields = {}, method } = row;
  const type = row.type === undefined ? defaultType(status) : row.type;
  return {
    status,
    challenges,
    type,
    fields,
    ...(row.empty === true && { body: '' }),
    ...('json' in row && { json: row.json }),
    ...('problem' in row && { problem: row.problem }),
    allow: fields['allow'] ?? null,
    retryAfter: fields['retry-after'] ?? null,
    ...(method === 'HEAD' && { body: '' }),
  };
}

function defaultType(status: number): string {
  return status >= 400 ? 'application/problem+json' : 'application/json';
}

function pick(json: unknown, names: readonly string[]): unknown {
  const object = (json ?? {}) as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

/** The id differs each time; that it is one is all that can be compared. */
function withoutId(json: unknown): unknown {
  const object = json as { id?: unknown };
  const isId =
    typeof object.id === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(object.id);
  return isId ? { ...object, id: '<id>' } : json;
}
