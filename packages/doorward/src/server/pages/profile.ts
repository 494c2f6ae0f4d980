import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import { authenticated } from '../../permissions/authenticated.ts';
import { html } from '../html.ts';
import type { Kit } from '../kit.ts';
import { page } from './layout.ts';
import type { PageRoute } from './route.ts';

/** The page of whoever is signed in. */
export function profilePages(kit: Kit, route: PageRoute): readonly Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/profile',
      policy: route({ permission: authenticated }),
      handle({ context }) {
        const { user, auth } = context;
        return page(
          kit.frame(context),
          'Profile',
          html`<dl>
<dt>User name</dt><dd>${user.username}</dd>
<dt>E-mail</dt><dd>${user.email === '' ? 'none' : user.email}</dd>
<dt>Member since</dt><dd>${moment(user.dateJoined)}</dd>
<dt>Signed in</dt><dd>${moment(auth.at)}</dd>
${user.isStaff && html`<dt>Role</dt><dd>${user.isSuperuser ? 'Administrator' : 'Staff'}</dd>`}
</dl>`,
        );
      },
    }),
  ];
}

function moment(date: Date) {
  const text = date.toISOString();
  return html`<time datetime="${text}">${text.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
