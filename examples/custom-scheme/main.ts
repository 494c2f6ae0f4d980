// A scheme of your own: whoever says `X-Username: alice` is Alice. It proves nothing, so it is for
// a desk and not for a network; a real one would check a signature.
import { createServer } from 'node:http';
import { type AuthScheme, policy } from 'doorward';
import { guarded } from 'doorward/node';
import { authenticated } from 'doorward/permissions';

interface Person {
  readonly username: string;
  readonly role: string;
}

const people = new Map<string, Person>([['alice', { username: 'alice', role: 'editor' }]]);

const username: AuthScheme<Person> = {
  name: 'X-Username',
  authenticate({ request }) {
    const name = request.headers.get('x-username');
    if (name === null) return undefined;
    const user = people.get(name);
    return user === undefined
      ? { accepted: false, code: 'authentication_failed', detail: 'No such user.' }
      : { accepted: true, user };
  },
};

const members = policy({ schemes: [username], permission: authenticated });
const server = createServer(
  guarded(members, (_req, res, { user }) => res.end(`Hello ${user.username}, ${user.role}`)),
);
server.listen(Number(process.env['PORT'] ?? 4022), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}/`);
});
