import { createServer } from 'node:http';
import { floor } from './floor.ts';
import { answerWith, serve } from './serving.ts';

const userOf = floor(process.argv[2] ?? '');

await serve(
  createServer((req, res) => {
    const user = userOf(req.headers.authorization);
    if (user === undefined) res.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    else answerWith(res, user);
  }),
);
