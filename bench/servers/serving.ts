import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering } from '../answering.ts';

/** The questions every server answers. */
export interface Serving {
  port(): number;
  /** Processor time used so far, of all threads, in microseconds. */
  cpu(): number;
}

/** What a server says of a user. */
export interface Shown {
  readonly id: number | string;
  readonly username: string;
  readonly email: string;
}

/** The part of a user that is shown. */
export function shown({ id, username, email }: Shown): Shown {
  return { id, username, email };
}

/** Writes the answer with `node:http` alone: what the floor and Doorward have in common. */
export function answerWith(res: ServerResponse, user: Shown): void {
  const text = JSON.stringify(shown(user));
  res.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}

/** Serves on a free port of this machine until the parent process is gone. */
export async function serve(server: Server, close?: () => unknown): Promise<void> {
  // Callers may be silent for a while between two rounds.
  server.keepAliveTimeout = 0;
  if (!server.listening) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  const { port } = server.address() as AddressInfo;
  const questions: Serving = {
    port: () => port,
    cpu() {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
  };
  answering({ ...questions }, close);
}
