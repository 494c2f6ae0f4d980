import type { AuthRequest } from '../core/auth-request.ts';
import type { Fields } from '../core/body.ts';
import type { AuthContext, AuthScheme } from '../core/scheme.ts';
import { drf, type Switches, strict } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import { limitGuesses, type User } from '../modules/accounts/index.ts';
import { type AnonymousBindings, checkOwnPage, sessionIdOf } from '../modules/sessions/index.ts';
import { basic } from '../schemes/basic.ts';
import { type CsrfTokens, csrfTokens } from '../schemes/csrf.ts';
import type { PasswordSource } from '../schemes/password-source.ts';
import { session } from '../schemes/session.ts';
import { token } from '../schemes/token.ts';
import { memoryCounters } from '../storage/memory-counters.ts';
import { byAddress } from '../throttles/by-address.ts';
import { rate } from '../throttles/rate.ts';
import type { Log } from './logs.ts';
import type { PageFrame } from './pages/layout.ts';
import type { Parts } from './parts.ts';

/** What endpoints and pages of the server share. */
export interface Kit {
  readonly parts: Parts;
  readonly log: Log;
  readonly switches: Switches;
  readonly csrf: CsrfTokens;
  readonly bindings: AnonymousBindings;
  /** Password checks that count wrong guesses, whichever door they come through. */
  readonly passwords: PasswordSource<User>;
  readonly schemes: Readonly<Record<'session' | 'token' | 'basic', AuthScheme<User>>>;
  /** Charged for credentials that a scheme rejected. */
  readonly rejection: readonly Throttle[];
  /** Charged for each account that is made. */
  readonly signUps: readonly Throttle[];
  /** Origins whose pages are ours. */
  readonly origins: readonly string[];
  frame(context?: AuthContext<User>): PageFrame;
}

/** Builds what the server's doors share. */
export function kitOf(parts: Parts, log: Log): Kit {
  const { settings, keyring, accounts, sessions, tokens } = parts;
  const switches = settings.behaviour === 'drf' ? drf : strict;
  const counters = memoryCounters();
  const perAddress = rate(settings.limits.guessesPerAddress);
  const passwords = limitGuesses(accounts.passwordSource, {
    counters,
    perAccount: rate(settings.limits.guessesPerAccount),
    perAddress,
  });
  const csrf = csrfTokens(keyring);
  const { bindings } = sessions;
  return {
    parts,
    log,
    switches,
    csrf,
    bindings,
    passwords,
    schemes: {
      session: session({
        source: sessions.source,
        csrf,
        cookie: sessions.cookieName,
      }),
      token: token({ keyword: ['Bearer', 'Token'], source: tokens.source, realm: 'api' }),
      basic: basic({
        accounts: passwords,
        realm: 'api',
      }),
    },
    rejection: [byAddress({ name: 'rejected', rate: settings.limits.guessesPerAddress, counters })],
    signUps: [byAddress({ name: 'sign-up', rate: settings.limits.signUpsPerAddress, counters })],
    origins: originsOf(settings.origin),
    frame: (context) => ({
      siteName: settings.siteName,
      signUp: settings.signUp,
      ...(context && {
        visitor: {
          username: context.user?.username,
          csrfToken:
            context.auth === null
              ? undefined
              : csrf.issue(bindings.forPage(context.request.request, true).binding),
        },
      }),
    }),
  };
}

/** A server on this machine is called by any of its names; every other has the one it was given. */
function originsOf(origin: string): readonly string[] {
  const { protocol, hostname, port } = new URL(origin);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'];
  if (!loopback.includes(hostname)) return [origin];
  return loopback.map(
    (name) => new URL(`${protocol}//${name}${port === '' ? '' : `:${port}`}`).origin,
  );
}

/** Secret id of the session the browser came with, if any. */
export function cookieSession({ parts }: Kit, request: AuthRequest): string | undefined {
  return sessionIdOf(parts.sessions, request);
}

/** @throws PermissionDenied when the form was not sent by a page of ours. */
export function checkOwnForm(
  { parts, csrf, origins }: Kit,
  request: AuthRequest,
  fields: Fields,
): void {
  checkOwnPage({ sessions: parts.sessions, csrf, origins }, request, fields);
}
