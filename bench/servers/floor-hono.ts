import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { floor } from './floor.ts';
import { serve, shown } from './serving.ts';

const userOf = floor(process.argv[2] ?? '');
const app = new Hono();

app.get('/me', (c) => {
  const user = userOf(c.req.header('authorization'));
  if (user === undefined) return c.body(null, 401, { 'www-authenticate': 'Bearer' });
  return c.json(shown(user));
});

await serve(createAdaptorServer({ fetch: app.fetch }) as Server);
