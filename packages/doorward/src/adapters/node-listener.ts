import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestClient } from './client.ts';
import { checkedOrigin, type FetchRequestOptions, fetchRequest } from './node-fetch-request.ts';
import { NodeRequest } from './node-request.ts';
import { forgetBody, writeResponse } from './node-response.ts';
import { type AdapterOptions, type Settings, settingsOf } from './options.ts';
import { answerOf, type Site, type SiteOptions, siteError } from './site.ts';

/** A listener for `createServer`, which never fails. */
export type NodeListener = (req: IncomingMessage, res: ServerResponse) => void;

/** Options of {@link toNodeListener}. */
export interface NodeListenerOptions
  extends AdapterOptions<IncomingMessage>,
    FetchRequestOptions,
    SiteOptions {}

/**
 * Serves a function from `Request` to `Response` with `node:http`.
 *
 * *Use when* a site written for Fetch runs on Node. A malformed target or host is a 400, a target
 * over 8,000 bytes a 414; how long a body may be is for whoever reads it to say. The request's
 * signal aborts when the client goes away.
 *
 * @throws TypeError when `origin` is not an origin or a trusted proxy not an address.
 * @see RFC 9112 §3
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { toNodeListener } from 'doorward/node';
 *
 * const server = createServer(
 *   toNodeListener((request, client) => Response.json({ url: request.url, you: client.address })),
 * );
 * ```
 */
export function toNodeListener(site: Site, options: NodeListenerOptions = {}): NodeListener {
  const settings = settingsOf(options);
  checkedOrigin(options.origin);
  return (req, res) => void answer(site, req, res, options, settings);
}

async function answer(
  site: Site,
  req: IncomingMessage,
  res: ServerResponse,
  options: NodeListenerOptions,
  settings: Settings<IncomingMessage>,
): Promise<void> {
  try {
    const client = new RequestClient(new NodeRequest(req), req.socket, settings);
    const request = fetchRequest(req, res, client, options);
    await writeResponse(res, await answerOf(site, request, client, options));
  } catch (error) {
    // Nothing is written yet: the request could not be made, or the response has a field that
    // cannot be sent.
    forgetBody(res);
    await writeResponse(res, siteError(error, options));
  }
}
