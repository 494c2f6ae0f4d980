import type { AuthEvent, Listener } from '../../core/events.ts';
import type { User } from '../accounts/index.ts';
import { type Room, tellEnd } from './room.ts';

/** Events after which what was issued to the user before is void. */
const names = ['password.changed', 'password.set', 'user.deactivated'];

/** What such an event has to hold; see the accounts module. */
interface Changed extends AuthEvent {
  readonly user: User;
}

/**
 * Clears away the sessions that a change of credentials has made void, and tells of each. They are
 * void with or without this: every request compares the versions. `keepSession` names the one
 * that goes on.
 */
export function credentialListeners(
  room: Room,
): readonly { readonly name: string; readonly listener: Listener }[] {
  async function listener(event: AuthEvent): Promise<void> {
    const { user, data, at } = event as Changed;
    const kept = data?.['keepSession'];
    const except = typeof kept === 'string' ? kept : undefined;
    const rows = await room.store.endVoid(user.id, user.credentialVersion, except);
    for (const row of rows) await tellEnd(room, row, 'credentials', at);
  }
  return names.map((name) => ({ name, listener }));
}
