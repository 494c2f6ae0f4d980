import type { Permission, UserPermission } from '../core/permission.ts';

/** Any rule at all, whoever its users and whatever its subjects are. */
export type AnyRule = Permission<never, never>;

/** One rule at least. */
export type Rules = readonly [AnyRule, ...AnyRule[]];

/**
 * Parameters of functions are where TypeScript intersects what it infers. The brackets keep the
 * union of functions together.
 */
type Intersected<Box> = [Box] extends [(value: infer Whole) => void] ? Whole : never;

type UserBoxes<Each extends Rules> = {
  [Index in keyof Each]: Each[Index] extends Permission<infer User, never>
    ? (value: User) => void
    : never;
}[number];

/** Rules without a subject do not mind being handed one. */
type SubjectBoxes<Each extends Rules> = {
  [Index in keyof Each]: Each[Index] extends Permission<never, infer Subject>
    ? // biome-ignore lint/suspicious/noConfusingVoidType: a rule without a subject has `void` there
      (value: [Subject] extends [void] ? unknown : Subject) => void
    : never;
}[number];

/** A user who is what every rule wants. */
export type UserUnder<Each extends Rules> = Intersected<UserBoxes<Each>>;

/** A subject that is what every rule wants; none when no rule wants one. */
export type SubjectUnder<Each extends Rules> =
  // biome-ignore lint/suspicious/noConfusingVoidType: so that the rule is called without a subject
  unknown extends Intersected<SubjectBoxes<Each>> ? void : Intersected<SubjectBoxes<Each>>;

type Requirements<Each extends Rules> = {
  [Index in keyof Each]: Each[Index] extends { readonly requiresUser: true } ? true : false;
}[number];

/** All rules together require a user as soon as one does. */
export type AllOf<Each extends Rules> =
  true extends Requirements<Each>
    ? UserPermission<UserUnder<Each>, SubjectUnder<Each>>
    : Permission<UserUnder<Each>, SubjectUnder<Each>>;

/** Of several rules one is enough, so a user is required only when each requires one. */
export type AnyOf<Each extends Rules> =
  false extends Requirements<Each>
    ? Permission<UserUnder<Each>, SubjectUnder<Each>>
    : UserPermission<UserUnder<Each>, SubjectUnder<Each>>;
