import { NotFound } from '../../http/errors.ts';
import { UniqueViolation } from '../../storage/errors.ts';
import { emailAddress, normalizedEmail } from './email.ts';
import { loginKey, normalizedUsername } from './login-name.ts';
import { type Parts, unusablePassword } from './parts.ts';
import { passwordFlaws } from './password-rules.ts';
import type { NewUser } from './store.ts';
import type { User } from './user.ts';
import {
  checkFields,
  type FieldErrors,
  refusalOfClaim,
  refuseErrors,
  type UserFields,
} from './user-fields.ts';
import type { UserId } from './user-id.ts';

/** A new account. */
export interface NewAccount extends UserFields {
  /** Without one, nobody can log in with a password until one is set. */
  readonly password?: string;
  /** Default: true. False where an address has to be confirmed first. */
  readonly isActive?: boolean;
}

/** An account that existed elsewhere, taken over as it is. */
export interface AdoptedAccount extends UserFields {
  /** To keep the id it had. */
  readonly id?: UserId;
  /** The password in a format that the hashes accept; null: unusable. */
  readonly encodedPassword: string | null;
  readonly isActive: boolean;
  readonly dateJoined: Date;
  readonly lastLogin: Date | null;
}

/** How a password is taken. */
export interface PasswordOptions {
  /** Do not ask the rules, as when an operator insists. The greatest length holds even so. */
  readonly anyPassword?: boolean;
}

/** A page of users. */
export interface UserPage {
  readonly users: readonly User[];
  /** What to give as `after` for the next page; undefined: this was the last. */
  readonly next: string | undefined;
}

/** The verbs about accounts, each atomic; listeners are told, and awaited, when it is done. */
export interface UserVerbs {
  /**
   * Claims the name and makes the account.
   * @throws ValidationError naming each field that is wrong, and names that are taken.
   */
  create(account: NewAccount, options?: PasswordOptions): Promise<User>;
  /** The same with `isStaff` and `isSuperuser`. */
  createSuperuser(account: NewAccount, options?: PasswordOptions): Promise<User>;
  /**
   * Takes an account over from another system. Its name need not follow our pattern; an address
   * that is not valid, or that another account has, is kept but finds nobody.
   * @throws ValidationError when the name, or the id, is taken.
   */
  adopt(account: AdoptedAccount): Promise<User>;
  /** @throws ValidationError as `create`; NotFound when the account is gone. */
  change(user: Pick<User, 'id'>, fields: Partial<UserFields>): Promise<User>;
  /** Ends everything issued to the account. @throws NotFound when it is gone. */
  deactivate(user: Pick<User, 'id'>): Promise<User>;
  /** @throws NotFound when the account is gone. */
  activate(user: Pick<User, 'id'>): Promise<User>;
  findById(id: UserId): Promise<User | undefined>;
  /** By any spelling that counts as the same name. */
  findByUsername(username: string): Promise<User | undefined>;
  /** By any spelling that counts as the same address. Write to `user.email`, never to what was typed. */
  findByEmail(email: string): Promise<User | undefined>;
  /** In the order of their names; 100 at a time unless told, 500 at most. */
  list(page?: { readonly after?: string; readonly limit?: number }): Promise<UserPage>;
  /** Notes a log-in, never an earlier one than is noted. */
  recordLogin(user: Pick<User, 'id'>, at: Date): Promise<void>;
  /** How many superusers there are whose account is active. */
  countSuperusers(): Promise<number>;
}

const mostListed = 500;

/** The verbs about accounts over their parts. */
export function userVerbs(parts: Parts): UserVerbs {
  const { store, events, hashes, now } = parts;

  async function create(account: NewAccount, options: PasswordOptions = {}): Promise<User> {
    const { values, errors } = checkFields(account);
    refuseErrors({ ...errors, ...passwordErrors(parts, account, options) });
    const { password } = account;
    const user = await insert({
      email: '',
      emailKey: null,
      firstName: '',
      lastName: '',
      isStaff: false,
      isSuperuser: false,
      ...values,
      // Before the claim, so that a name that is taken costs the same time as one that is free.
      password: password === undefined ? unusablePassword() : await hashes.hash(password),
      isActive: account.isActive ?? true,
      dateJoined: now(),
      lastLogin: null,
    });
    await events.emit({ name: 'user.created', at: now(), userId: user.id, user });
    return user;
  }

  async function insert(user: NewUser): Promise<User> {
    try {
      return await store.insert(user);
    } catch (error) {
      throw refusalOfClaim(error);
    }
  }

  async function adopt(account: AdoptedAccount): Promise<User> {
    const record = adoptedRecord(account);
    const user = await store.insert(record).catch((error: unknown) => {
      const shared = error instanceof UniqueViolation && error.columns.includes('email_key');
      return shared ? insert({ ...record, emailKey: null }) : Promise.reject(refusalOfClaim(error));
    });
    const data = { adopted: true };
    await events.emit({ name: 'user.created', at: now(), userId: user.id, user, data });
    return user;
  }

  async function change(id: UserId, fields: Partial<UserFields>): Promise<User> {
    const { values, errors } = checkFields(fields);
    refuseErrors(errors);
    const user = await store.change(id, values).catch((error: unknown) => {
      throw refusalOfClaim(error);
    });
    if (user === undefined) throw new NotFound();
    const data = { fields: Object.keys(fields).join(' ') };
    await events.emit({ name: 'user.changed', at: now(), userId: user.id, user, data });
    return user;
  }

  async function setActive(id: UserId, active: boolean): Promise<User> {
    const user = await store.setActive(id, active);
    if (user === undefined) {
      const asItWas = await store.find(id);
      if (asItWas === undefined) throw new NotFound();
      return asItWas;
    }
    const name = active ? 'user.activated' : 'user.deactivated';
    await events.emit({ name, at: now(), userId: user.id, user });
    return user;
  }

  return {
    create,
    createSuperuser: (account, options) =>
      create({ ...account, isStaff: true, isSuperuser: true }, options),
    adopt,
    change: ({ id }, fields) => change(id, fields),
    deactivate: ({ id }) => setActive(id, false),
    activate: ({ id }) => setActive(id, true),
    findById: (id) => store.find(id),
    async findByUsername(username) {
      const key = loginKey(username);
      return key === undefined ? undefined : store.findByKey(key);
    },
    async findByEmail(email) {
      const address = emailAddress(email);
      return address === undefined ? undefined : store.findByEmailKey(address.key);
    },
    async list({ after = '', limit = 100 } = {}) {
      const size = Math.min(Math.max(1, Math.trunc(limit)), mostListed);
      const users = await store.list(loginKey(after) ?? '', size);
      const last = users.length < size ? undefined : users.at(-1);
      return { users, next: last?.username };
    },
    recordLogin: ({ id }, at) => store.recordLogin(id, at),
    countSuperusers: () => store.countSuperusers(),
  };
}

function passwordErrors(
  { rules }: Parts,
  account: NewAccount,
  { anyPassword = false }: PasswordOptions,
): FieldErrors {
  if (account.password === undefined) return {};
  const { username, email = '', firstName = '', lastName = '' } = account;
  const owner = { username, email, firstName, lastName };
  const flaws = passwordFlaws(anyPassword ? [] : rules, account.password, owner);
  return flaws.length === 0 ? {} : { password: flaws.map(({ message }) => message) };
}

function adoptedRecord(account: AdoptedAccount): NewUser {
  const { username, email = '', encodedPassword, isStaff, isSuperuser, ...rest } = account;
  const usernameKey = loginKey(username);
  if (usernameKey === undefined) refuseErrors({ username: ['Enter a valid username.'] });
  const address = emailAddress(email);
  return {
    firstName: '',
    lastName: '',
    ...rest,
    username: normalizedUsername(username),
    usernameKey: usernameKey as string,
    email: address?.address ?? normalizedEmail(email),
    emailKey: address?.key ?? null,
    password: encodedPassword ?? unusablePassword(),
    isStaff: isStaff ?? false,
    isSuperuser: isSuperuser ?? false,
  };
}
