import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { api } from '@vendure/dashboard';
import { graphql, type ResultOf } from './graphql/graphql';

/** Selects the reason of a rejected mutation. */
export const rejectionFragment = graphql(`
  fragment Rejection on DispatchErrorResult {
    errorCode
    reason {
      code
      details
      message
    }
  }
`);

export type Rejection = ResultOf<typeof rejectionFragment>;
type Accepted<Result> = { [Field in keyof Result]: Exclude<Result[Field], Rejection> };

/**
 * Runs a mutation whose result may be an `ErrorResult`.
 *
 * @throws Error with the reason of a rejection as `extensions`, like the error of a failed request
 */
export async function runMutation<Result extends object, Variables extends object>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Accepted<Result>> {
  const result = await api.mutate(document, variables);
  const rejection = Object.values(result).find(isRejection);
  if (rejection) {
    throw toError(rejection);
  }
  return result as Accepted<Result>;
}

export function isRejection(result: object): result is Rejection {
  return 'errorCode' in result;
}

/** Converts a rejection for handlers of errors. */
export function toError({ reason }: Rejection): Error {
  return Object.assign(new Error(reason.message), { extensions: reason });
}
