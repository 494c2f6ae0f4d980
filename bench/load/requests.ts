import { answerAbout, cookieName, password, sessionIdOf, tokenOf, usernameOf } from '../dataset.ts';

/** What a request brings to say who sends it. */
export type Kind = 'token' | 'session' | 'basic' | 'log-in';

/** The requests of many users, made before they are needed, and what each is to be answered. */
export interface Requests {
  /** The request at a place in the order of visits, which never ends. */
  at(visit: number): { readonly bytes: Uint8Array; readonly expected: string };
}

/** Users do not come in the order of their rows, or the database would find each page in memory. */
const stride = 61_803;

/** The requests of one kind by the first so many users. */
export function requestsOf(kind: Kind, users: number): Requests {
  const texts = Array.from({ length: users }, (_, user) => textOf(kind, user));
  const [{ length } = ''] = texts;
  // One block of memory: names, tokens and ids are of one length each.
  const all = Buffer.from(texts.join(''), 'latin1');
  const answers = Array.from({ length: users }, (_, user) => answerAbout(user));
  return {
    at(visit) {
      const user = (visit * stride) % users;
      const expected = answers[user] ?? '';
      return { bytes: all.subarray(user * length, (user + 1) * length), expected };
    },
  };
}

function textOf(kind: Kind, user: number): string {
  const common = 'Host: localhost\r\nUser-Agent: bench\r\nAccept: application/json\r\n';
  if (kind !== 'log-in') return `GET /me HTTP/1.1\r\n${common}${credentialsOf(kind, user)}\r\n\r\n`;
  const body = JSON.stringify({ username: usernameOf(user), password });
  const about = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return `POST /log-in HTTP/1.1\r\n${common}${about}\r\n${body}`;
}

function credentialsOf(kind: 'token' | 'session' | 'basic', user: number): string {
  if (kind === 'token') return `Authorization: Bearer ${tokenOf(user)}`;
  if (kind === 'session') return `Cookie: ${cookieName}=${sessionIdOf(user)}`;
  return `Authorization: Basic ${btoa(`${usernameOf(user)}:${password}`)}`;
}
