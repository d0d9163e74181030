import { minifyIntrospection, preprocessIntrospection } from '@gql.tada/internal';
import { introspectionFromSchema, type GraphQLSchema } from 'graphql';

/** A declaration of the schema's types, from which gql.tada infers those of each document. */
export function documentTypes(schema: GraphQLSchema): string {
  const introspection = minifyIntrospection(introspectionFromSchema(schema, { descriptions: false }));
  return [
    '/* Generated from the GraphQL schema by `npm run codegen`. */',
    `export type introspection = ${preprocessIntrospection(introspection)};`,
    '',
  ].join('\n');
}
