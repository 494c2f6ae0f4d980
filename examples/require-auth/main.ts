// A public page and a private one: `requireAuth` is the only difference between the two routes.
import { requireAuth } from 'doorward/express';
import { basic, fixedUsers } from 'doorward/schemes';
import express from 'express';

const login = basic({
  realm: 'Login Required',
  verify: fixedUsers({ admin: process.env['ADMIN_PASSWORD'] ?? 'correct horse battery staple' }),
});

const app = express();
app.get('/', (_req, res) => void res.send('Hello World!'));
app.get('/private', requireAuth(login), (_req, res) => void res.send("Hello I'm Private!!"));

const server = app.listen(Number(process.env['PORT'] ?? 4021), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}/private`);
});
