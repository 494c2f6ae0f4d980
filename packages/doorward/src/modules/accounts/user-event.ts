import type { AuthEvent } from '../../core/events.ts';
import type { User } from './user.ts';

/**
 * What happened to an account whose record is at hand: `user.created`, `user.changed`,
 * `user.activated`, `user.deactivated`, `password.set`, `password.changed`.
 *
 * *Use when* listening to one of them: `events.on<UserEvent>('user.created', ({ user }) => …)`.
 */
export interface UserEvent extends AuthEvent {
  readonly user: User;
}
