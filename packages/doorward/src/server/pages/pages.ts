import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import { policies } from '../../core/policy.ts';
import { anyone } from '../../permissions/anyone.ts';
import { listenerOf } from '../api.ts';
import { html } from '../html.ts';
import type { Kit } from '../kit.ts';
import { presentPage } from './error-page.ts';
import { page } from './layout.ts';
import { logInPages } from './log-in.ts';
import { profilePages } from './profile.ts';
import type { PageRoute } from './route.ts';
import { setupPages } from './setup.ts';
import { signUpPages } from './sign-up.ts';
import { icon, style } from './style.ts';

/** The pages of the server. All of them work without script. */
export function pageEndpoints(kit: Kit): readonly Endpoint[] {
  const route = policies({
    schemes: [kit.schemes.session],
    permission: anyone,
    origins: kit.origins,
    switches: kit.switches,
    present: presentPage(kit),
    listener: listenerOf(kit),
  });
  return [
    endpoint({
      method: 'GET',
      path: '/',
      policy: route(),
      handle: ({ context }) =>
        page(
          kit.frame(context),
          kit.parts.settings.siteName,
          context.user === null
            ? html`<p>You are not signed in.</p>
<p><a href="/log-in">Log in</a>${
                kit.parts.settings.signUp === 'open' && html` or <a href="/sign-up">sign up</a>`
              }.</p>`
            : html`<p>You are signed in as <strong>${context.user.username}</strong>.</p>
<p><a href="/profile">Your profile</a></p>`,
        ),
    }),
    ...signUpPages(kit, route),
    ...logInPages(kit, route),
    ...profilePages(kit, route),
    ...setupPages(kit, route),
    asset(route, '/assets/style.css', 'text/css; charset=utf-8', style),
    asset(route, '/assets/icon.svg', 'image/svg+xml', icon),
  ];
}

function asset(route: PageRoute, path: string, type: string, text: string): Endpoint {
  return endpoint({
    method: 'GET',
    path,
    policy: route({ schemes: [] }),
    handle: () =>
      new Response(text, {
        headers: { 'content-type': type, 'cache-control': 'public, max-age=300' },
      }),
  });
}
