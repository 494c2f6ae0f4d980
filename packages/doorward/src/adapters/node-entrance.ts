import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthRequest } from '../core/auth-request.ts';
import type { Policy, RefusingPolicy } from '../core/policy.ts';
import type { AuthContext } from '../core/scheme.ts';
import { RequestClient } from './client.ts';
import { answerTo, enter } from './entrance.ts';
import { type BodyHolder, NodeRequest } from './node-request.ts';
import { forgetBody, writeResponse } from './node-response.ts';
import type { Settings } from './options.ts';

/** The guard's view of a Node request. `native` is the framework's own request, if it has one. */
export function nodeAuthRequest<Native extends object = IncomingMessage>(
  message: IncomingMessage,
  settings: Settings<Native>,
  native: Native = message as unknown as Native,
): AuthRequest {
  const view = new NodeRequest(message, native as BodyHolder);
  const client = new RequestClient(view, message.socket, settings);
  const environment = settings.environment?.(native);
  const now = settings.now();
  return environment === undefined
    ? { request: view, client, now }
    : { request: view, client, now, environment };
}

/** Lets a request in, or writes its answer and says undefined. */
export async function admit<User, Nobody>(
  asked: AuthRequest,
  res: ServerResponse,
  policy: Policy<User, Nobody>,
): Promise<AuthContext<User, Nobody> | undefined> {
  const entry = await enter(asked, policy);
  if (!('admitted' in entry)) {
    await writeResponse(res, entry);
    return undefined;
  }
  for (const [name, value] of entry.headers) res.appendHeader(name, value);
  return entry.context;
}

/** Writes the answer to an error of the application, or cuts off the one that had begun. */
export async function answerError(
  error: unknown,
  res: ServerResponse,
  asked: AuthRequest,
  policy: RefusingPolicy,
): Promise<void> {
  const response = await answerTo(error, asked, policy);
  if (res.headersSent) {
    res.destroy();
    return;
  }
  forgetBody(res);
  await writeResponse(res, response);
}
