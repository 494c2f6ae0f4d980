import { contextOf, protect } from 'doorward/fastify';
import fastify from 'fastify';
import { freeHashes, openDoors } from './doors.ts';
import { serve, shown } from './serving.ts';

const { members, close } = await openDoors(process.argv[2] ?? '', freeHashes());
const app = fastify();

app.get('/me', { onRequest: protect(members) }, async (request) =>
  shown(contextOf(request, members).user),
);

await app.listen({ host: '127.0.0.1', port: 0 });
await serve(app.server, close);
