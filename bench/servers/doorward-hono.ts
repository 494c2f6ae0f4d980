import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { protect } from 'doorward/hono';
import { Hono } from 'hono';
import { freeHashes, openDoors } from './doors.ts';
import { serve, shown } from './serving.ts';

const { members, close } = await openDoors(process.argv[2] ?? '', freeHashes());
const app = new Hono();

app.get('/me', protect(members), (c) => c.json(shown(c.var.user)));

await serve(createAdaptorServer({ fetch: app.fetch }) as Server, close);
