/** Whether a user may do anything; users without such a flag are active. */
export function isActive(user: unknown): boolean {
  return flag(user, 'isActive') !== false;
}

export function isStaff(user: unknown): boolean {
  return flag(user, 'isStaff') === true && isActive(user);
}

export function isSuperuser(user: unknown): boolean {
  return flag(user, 'isSuperuser') === true && isActive(user);
}

/** Own or inherited, so that a user may be an instance of a class. */
function flag(user: unknown, name: 'isActive' | 'isStaff' | 'isSuperuser'): unknown {
  return typeof user === 'object' && user !== null
    ? (user as Readonly<Record<typeof name, unknown>>)[name]
    : undefined;
}
