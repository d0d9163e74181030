import { graphql as parse } from '@vendure/dashboard';
import type { initGraphQLTada } from 'gql.tada';
import type { introspection } from './graphql-env';

type TypedParse = ReturnType<
  typeof initGraphQLTada<{
    disableMasking: true;
    introspection: introspection;
    scalars: { DateTime: string; JSON: unknown; Money: number };
  }>
>;

/**
 * A document of the Admin API as this plugin extends it, with the types of its result and variables.
 *
 * @example
 * ```ts
 * const driverName = graphql(`query DriverName($id: String!) { driver(driverId: $id) { name } }`);
 * ```
 */
export const graphql = parse as unknown as TypedParse;

export type { FragmentOf, ResultOf, VariablesOf } from '@vendure/dashboard';
