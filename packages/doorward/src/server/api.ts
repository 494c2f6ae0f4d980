import { type Endpoint, endpoint } from '../core/endpoint.ts';
import { allowed } from '../core/permission.ts';
import { policies, policy } from '../core/policy.ts';
import { isOutage } from '../core/refused.ts';
import { Unavailable } from '../http/errors.ts';
import { JsonResponseOK } from '../http/json-responses-2xx.ts';
import { meEndpoint } from '../modules/accounts/index.ts';
import { csrfEndpoint } from '../modules/sessions/index.ts';
import { obtainTokenEndpoint, passwordForm } from '../modules/tokens/index.ts';
import { anyone } from '../permissions/anyone.ts';
import { authenticated } from '../permissions/authenticated.ts';
import type { Kit } from './kit.ts';

/** The JSON API: who am I, a token for a password, a CSRF token, and what a load balancer asks. */
export function apiEndpoints(kit: Kit): readonly Endpoint[] {
  const { parts, schemes, switches, rejection, origins, csrf, bindings } = kit;
  const listener = listenerOf(kit);
  const route = policies({
    schemes: [schemes.session, schemes.token, schemes.basic],
    permission: authenticated,
    throttles: { rejection },
    produces: ['application/json'],
    origins,
    switches,
    listener,
  });
  const exchange = route({
    // Credentials somebody still sends along do not stand in the way of getting better ones.
    ...(switches.staleCredentials === 'ignore' && { schemes: [passwordForm()] }),
    permission: anyone,
  });
  return [
    meEndpoint(route()),
    csrfEndpoint(route({ schemes: [schemes.session], permission: anyone }), csrf, { bindings }),
    obtainTokenEndpoint({
      passwordSource: kit.passwords,
      tokens: parts.tokens,
      policy: exchange,
      oldFormat: parts.settings.behaviour === 'drf',
    }),
    ...healthEndpoints(kit),
  ];
}

function healthEndpoints({ parts }: Kit): readonly Endpoint[] {
  const open = policy({ schemes: [], permission: () => allowed });
  return [
    endpoint({
      method: 'GET',
      path: '/healthz',
      policy: open,
      handle: () => new JsonResponseOK({ status: 'ok' }),
    }),
    endpoint({
      method: 'GET',
      path: '/readyz',
      policy: open,
      async handle() {
        try {
          await parts.database.ping();
        } catch (error) {
          throw isOutage(error) ? error : new Unavailable(undefined, { cause: error });
        }
        return new JsonResponseOK({ status: 'ready' });
      },
    }),
  ];
}

/** Logs what the guard tells: refusals as they are, unexpected errors with their stack. */
export function listenerOf({
  log,
}: Kit): (event: { name: string; reason?: string; data?: object }) => void {
  return ({ name, reason, data }) => {
    const level = name === 'error' ? 'error' : name === 'outage' ? 'warn' : 'info';
    log(level, name, { ...data, ...(reason !== undefined && { reason }) });
  };
}
