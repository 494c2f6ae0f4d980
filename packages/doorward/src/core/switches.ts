/**
 * Where Doorward's strict behaviour and Django REST framework's differ on the wire, one switch a
 * row. `strict` is the default; `drf` sets them all, wording of bodies included.
 *
 * *Use when* clients written for DRF must see no difference; set single rows by spreading:
 * `{ ...strict, challengeWith: 'first' }`.
 */
export interface Switches {
  /**
   * `all`: every scheme of the route is asked for a challenge, so an anonymous refusal is a 401
   * whenever any scheme has one. `first`: only the first scheme is asked; without a challenge of
   * its own the refusal becomes a 403.
   */
  readonly challengeWith: 'all' | 'first';
  /** `problem`: `application/problem+json` with `detail` and `code`. `detail`: `{"detail": …}` alone. */
  readonly errorBody: 'problem' | 'detail';
  /** `answer`: a true CORS preflight is answered without asking for credentials. `guard`: it is guarded like any request. */
  readonly preflight: 'answer' | 'guard';
  /** `first`: an unsupported method is a 405 before authentication. `last`: only for those who may enter. */
  readonly wrongMethod: 'first' | 'last';
  /** `honour`: `q` values of `Accept` count. `ignore`: only how specific a media range is. */
  readonly acceptQuality: 'honour' | 'ignore';
  /** `ambient`: every scheme whose credentials a browser sends by itself has its origin checked. `proof`: only the scheme's own proof is. */
  readonly crossOrigin: 'ambient' | 'proof';
  /** `refuse`: a store that cannot answer gives 503. `raise`: it is an unexpected error, a 500. */
  readonly outage: 'refuse' | 'raise';
  /** `strict`: RFC 4648 alphabet, padding optional. `lenient`: foreign characters are skipped, padding required. */
  readonly credentialsDecoding: 'strict' | 'lenient';
  /** `utf-8`: anything else is refused, and challenges say so. `latin-1`: the fall-back when UTF-8 fails. */
  readonly credentialsCharset: 'utf-8' | 'latin-1';
  /**
   * `ask`: schemes whose sign-in is a page of ours have a challenge of their own, which browsers
   * show no dialog for. `never`: they have none.
   */
  readonly pageChallenge: 'ask' | 'never';
  /** `any`: a scheme's word is compared without regard to case. `exact`: as configured. */
  readonly schemeCase: 'any' | 'exact';
  /** `words`: `100/day`, `5/10s`; anything unknown is refused at start. `first-letter`: only the period's first letter counts. */
  readonly ratePeriod: 'words' | 'first-letter';
  /** `gcra`: tokens come back evenly. `sliding-log`: each request counts for exactly one window. */
  readonly rateAlgorithm: 'gcra' | 'sliding-log';
  /** `proxies`: the address after trusted proxies. `header`: the whole `X-Forwarded-For` value, as sent by anybody. */
  readonly clientAddress: 'proxies' | 'header';
  /** `deny`: a list of permissions that is empty admits nobody. `allow`: everybody. */
  readonly emptyPermission: 'deny' | 'allow';
  /** `same`: an inactive account looks like a wrong credential. `told`: the client is told. */
  readonly inactiveAccount: 'same' | 'told';
  /** Status for wrong credentials at endpoints that exchange a password for something. */
  readonly wrongPasswordStatus: 401 | 400;
  /** `ignore`: a stale `Authorization` does not stand in the way of log-in endpoints. `refuse`: it does. */
  readonly staleCredentials: 'ignore' | 'refuse';
  /** `rotate`: every log-in makes a new session id. `keep`: a log-in of the same user keeps it. */
  readonly repeatedLogin: 'rotate' | 'keep';
}

/** The default: what the RFCs and fifteen years of bug reports ask for. */
export const strict: Switches = Object.freeze({
  challengeWith: 'all',
  errorBody: 'problem',
  preflight: 'answer',
  wrongMethod: 'first',
  acceptQuality: 'honour',
  crossOrigin: 'ambient',
  outage: 'refuse',
  credentialsDecoding: 'strict',
  credentialsCharset: 'utf-8',
  pageChallenge: 'ask',
  schemeCase: 'any',
  ratePeriod: 'words',
  rateAlgorithm: 'gcra',
  clientAddress: 'proxies',
  emptyPermission: 'deny',
  inactiveAccount: 'same',
  wrongPasswordStatus: 401,
  staleCredentials: 'ignore',
  repeatedLogin: 'rotate',
});

/** Exactly Django REST framework 3.18 on Django 5.2. */
export const drf: Switches = Object.freeze({
  challengeWith: 'first',
  errorBody: 'detail',
  preflight: 'guard',
  wrongMethod: 'last',
  acceptQuality: 'ignore',
  crossOrigin: 'proof',
  outage: 'raise',
  credentialsDecoding: 'lenient',
  credentialsCharset: 'latin-1',
  pageChallenge: 'never',
  schemeCase: 'any',
  ratePeriod: 'first-letter',
  rateAlgorithm: 'sliding-log',
  clientAddress: 'header',
  emptyPermission: 'allow',
  inactiveAccount: 'told',
  wrongPasswordStatus: 400,
  staleCredentials: 'refuse',
  repeatedLogin: 'keep',
});
