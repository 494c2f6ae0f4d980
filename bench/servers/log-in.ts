import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AuthContext } from 'doorward';
import { policy } from 'doorward';
import type { User } from 'doorward/accounts';
import { AuthenticationFailed } from 'doorward/http';
import { guarded } from 'doorward/node';
import { anyone } from 'doorward/permissions';
import { openDoors, slowHashes } from './doors.ts';
import { answerWith, serve } from './serving.ts';

// Passwords are hashed here as in a real server: `POST /log-in` starts a session, and everything
// else is for members.

const { members, accounts, sessions, close } = await openDoors(process.argv[2] ?? '', slowHashes());

async function logIn(
  req: IncomingMessage,
  res: ServerResponse,
  { request: asked }: AuthContext<unknown>,
): Promise<void> {
  const { username, password } = JSON.parse(await bodyOf(req)) as Record<string, string>;
  const match = await accounts.passwordSource.check(username ?? '', password ?? '', asked);
  if ('failed' in match) throw new AuthenticationFailed();
  const { user } = match;
  const { cookie } = await sessions.signIn({ user, client: asked.client, methods: ['pwd'] });
  res.setHeader('set-cookie', cookie);
  answerWith(res, user);
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req.setEncoding('utf8')) text += part;
  return text;
}

const enter = guarded(members, (_req, res, { user }: { user: User }) => answerWith(res, user));
const takePassword = guarded(policy({ schemes: [], permission: anyone }), logIn);

await serve(
  createServer((req, res) => (req.url === '/log-in' ? takePassword(req, res) : enter(req, res))),
  close,
);
