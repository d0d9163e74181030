import { gql } from 'graphql-tag';

export const REJECTION = gql`
  fragment Rejection on DispatchErrorResult {
    errorCode
    reason {
      code
    }
  }
`;

/** Expects that the shop rejects a mutation for a reason. */
export async function expectRejection(request: Promise<object>, code: string): Promise<void> {
  expect(Object.values(await request)).toEqual([{ errorCode: expect.any(String), reason: { code } }]);
}
