import { fieldReader } from '../../core/body.ts';
import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import type { Policy } from '../../core/policy.ts';
import type { AuthScheme } from '../../core/scheme.ts';
import type { Switches } from '../../core/switches.ts';
import { formatChallenge } from '../../http/challenge.ts';
import { AuthenticationFailed, type HttpError, ValidationError } from '../../http/errors.ts';
import { JsonResponse } from '../../http/json-response.ts';
import type {
  PasswordFailure,
  PasswordMatch,
  PasswordSource,
} from '../../schemes/password-source.ts';
import type { User } from '../accounts/index.ts';
import type { Tokens } from './types.ts';

const refusal = 'Unable to log in with provided credentials.';

/**
 * The challenge of a route that takes a password in its body. It knows nobody: `authenticate` is
 * never concerned. It is there because a 401 without a challenge is no valid response (RFC 9110
 * §15.5.2), and because the challenge says what the route hands out: a client that understands it
 * comes back to the protected routes with `Authorization: Token …`. Neither `Basic`, at which a
 * browser would open its own log-in window, nor silence would be right.
 *
 * @throws TypeError when the realm cannot be written in a challenge.
 */
export function passwordForm({
  realm = 'api',
}: {
  readonly realm?: string;
} = {}): AuthScheme<never> {
  const challenge = { scheme: 'Token', params: { realm } };
  formatChallenge(challenge);
  return { name: 'Token', authenticate: () => undefined, challenge: () => challenge };
}

/** Options of {@link obtainTokenEndpoint}. */
export interface ObtainTokenOptions<PolicyUser, Nobody> {
  /** Checks the password, and tells of those that are wrong. */
  readonly passwordSource: PasswordSource<User>;
  readonly tokens: Pick<Tokens, 'create'>;
  /**
   * Public, and with {@link passwordForm} as its only scheme, so that a 401 has a challenge and a
   * stale `Authorization` stands in nobody's way. Its rejection throttles are looked at by the
   * guard and charged here, for each wrong password.
   */
  readonly policy: Policy<PolicyUser, Nobody>;
  /** Status and wording for wrong credentials. Default: those of the policy. */
  readonly switches?: Pick<Switches, 'wrongPasswordStatus'>;
  /** Default: `/api/token`. */
  readonly path?: string;
  /** Hand out 40 hexadecimal digits, as Django REST framework does. Default: false. */
  readonly oldFormat?: boolean;
}

/**
 * `POST /api/token`: exchanges a user name and a password for a new token, as `{"token": …}`. The
 * fields `username`, `password` and, if wanted, `name` come as JSON, a form or a multipart form.
 *
 * *Use when* a program signs in with a person's password, as with DRF's `obtain_auth_token`. Unlike
 * there, each call makes another token, since only digests are kept and none can be shown twice;
 * the tokens handed out before stay good. At the user's limit the oldest token of the same name
 * gives way, so that signing in never stops working.
 *
 * Wrong credentials are a 401 (`invalid_credentials`), or DRF's 400 by the switch
 * `wrongPasswordStatus`.
 */
export function obtainTokenEndpoint<PolicyUser, Nobody>(
  options: ObtainTokenOptions<PolicyUser, Nobody>,
): Endpoint {
  const { passwordSource, tokens, policy, path = '/api/token', oldFormat = false } = options;
  const { wrongPasswordStatus } = options.switches ?? policy.switches;
  return endpoint<PolicyUser, Nobody>({
    method: 'POST',
    path,
    policy,
    async handle({ authRequest, fields }) {
      const read = fieldReader(await fields());
      const username = read.text('username');
      const password = read.text('password', { trim: false });
      const name = read.text('name', { optional: true, maxLength: 100 }) || 'api';
      read.done();
      const checked = await passwordSource.check(username, password, authRequest);
      if (hasFailed(checked)) {
        for (const throttle of policy.throttles.rejection) await throttle.charge(authRequest);
        throw wrongCredentials(wrongPasswordStatus);
      }
      const { token } = await tokens.create(checked.user, {
        name,
        oldFormat,
        whenFull: 'replace',
        provedAt: authRequest.now,
      });
      const body: object = { token };
      return new JsonResponse(body, { headers: { 'cache-control': 'no-store' } });
    },
  });
}

function hasFailed(checked: PasswordMatch<User> | PasswordFailure): checked is PasswordFailure {
  return 'failed' in checked;
}

function wrongCredentials(status: Switches['wrongPasswordStatus']): HttpError {
  return status === 400
    ? new ValidationError({ non_field_errors: [refusal] })
    : new AuthenticationFailed(refusal, { code: 'invalid_credentials' });
}
