import type { Compilable, Kysely, RootOperationNode } from 'kysely';
import { type Parameter, toParameter } from './parameters.ts';

/** A compiled statement with holes for its arguments. */
export interface Template<Args> {
  readonly sql: string;
  readonly query: RootOperationNode;
  /** The values to bind, in the statement's order. */
  readonly bind: (args: Args) => Parameter[];
}

/** Stands for one argument while a statement is compiled. */
interface Placeholder {
  readonly [argument]: string;
}

const argument = Symbol('argument');

/**
 * Compiles a statement once, leaving a hole wherever the builder used a property of `arg`.
 *
 * @throws Error when the builder computes with an argument instead of handing it on.
 */
export function template<Tables, Args, Row>(
  db: Kysely<Tables>,
  build: (db: Kysely<Tables>, arg: Args) => Compilable<Row>,
): Template<Args> {
  const { sql, query, parameters } = build(db, placeholders() as Args).compile();
  const holes = parameters.map((parameter) =>
    isPlaceholder(parameter)
      ? { key: parameter[argument] as keyof Args }
      : { constant: toParameter(parameter) },
  );
  return {
    sql,
    query,
    bind: (args) => {
      const values: Parameter[] = [];
      for (const hole of holes)
        values.push('key' in hole ? toParameter(args[hole.key]) : hole.constant);
      return values;
    },
  };
}

/** An object each property of which is a placeholder of that name. */
function placeholders(): unknown {
  const refuse = (use: string) => () => {
    throw new Error(
      `a prepared statement cannot ${use} its arguments: name each one, as in { id: arg.id }`,
    );
  };
  return new Proxy(Object.freeze({}), {
    get: (_target, name) => (typeof name === 'string' ? placeholder(name) : undefined),
    ownKeys: refuse('list'),
    has: refuse('look for'),
  });
}

function placeholder(name: string): Placeholder {
  return Object.freeze({
    [argument]: name,
    [Symbol.toPrimitive](): never {
      throw new Error(`arg.${name} has no value yet: a prepared statement cannot compute with it`);
    },
  });
}

function isPlaceholder(value: unknown): value is Placeholder {
  return typeof value === 'object' && value !== null && argument in value;
}
