/** Expects that the shop rejects a mutation for a reason. */
export async function expectRejection(request: Promise<object>, code: string): Promise<void> {
  expect(Object.values(await request)).toMatchObject([{ errorCode: expect.any(String), reason: { code } }]);
}
