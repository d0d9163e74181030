import { minifyIntrospection, preprocessIntrospection } from '@gql.tada/internal';
import { introspectionFromSchema, type GraphQLSchema } from 'graphql';

/** A declaration of the schema's types. gql.tada infers the types of the GraphQL documents from it. */
export function documentTypes(schema: GraphQLSchema): string {
  const introspection = minifyIntrospection(introspectionFromSchema(schema, { descriptions: false }));
  return [
    '/* Generated from the GraphQL schema by `npm run codegen`. */',
    `export type introspection = ${preprocessIntrospection(introspection)};`,
    '',
  ].join('\n');
}
