/** A typed place where modules contribute something that another part reads. */
export interface ExtensionPoint<Item> {
  readonly name: string;
  /** Makes a contribution to this point. */
  of(...items: readonly Item[]): Contribution;
  /** Everything the modules contributed, in their order. */
  from(modules: readonly Module[]): readonly Item[];
}

/** What a module puts into one extension point. */
export interface Contribution {
  readonly point: object;
  readonly items: readonly unknown[];
}

/** A feature's manifest: its name and what it contributes. */
export interface Module {
  readonly name: string;
  readonly contributes: readonly Contribution[];
}

/**
 * Makes an extension point. Owned by whoever reads it.
 *
 * *Use when* a part of the system wants something of every feature without knowing any of them.
 *
 * @example
 * ```ts
 * import { extensionPoint } from 'doorward';
 *
 * const greetings = extensionPoint<string>('greetings');
 * greetings.from([{ name: 'polite', contributes: [greetings.of('good day')] }]); // => ['good day']
 * ```
 */
export function extensionPoint<Item>(name: string): ExtensionPoint<Item> {
  const point: ExtensionPoint<Item> = {
    name,
    of: (...items) => ({ point, items }),
    from: (modules) =>
      modules.flatMap(({ contributes }) =>
        contributes.filter((one) => one.point === point).flatMap(({ items }) => items as Item[]),
      ),
  };
  return point;
}
