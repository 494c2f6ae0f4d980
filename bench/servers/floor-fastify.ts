import fastify from 'fastify';
import { floor } from './floor.ts';
import { serve, shown } from './serving.ts';

const userOf = floor(process.argv[2] ?? '');
const app = fastify();

app.get('/me', async (request, reply) => {
  const user = userOf(request.headers.authorization);
  if (user === undefined) return reply.code(401).header('www-authenticate', 'Bearer').send();
  return shown(user);
});

await app.listen({ host: '127.0.0.1', port: 0 });
await serve(app.server);
