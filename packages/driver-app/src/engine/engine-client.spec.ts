import { EngineClient } from './engine-client';

const PERMIT = { status: 200, body: { url: 'https://shop/images', permit: 'p', expiresAt: '' } };
const image = { bytes: new ArrayBuffer(3), contentType: 'image/png' };
const errorBody = (code: string) => ({ error: { code, message: '' } });

/** Answers each request with the next reply. */
function answerWith(...replies: { status: number; body: object | string }[]): void {
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => {
    const { status, body } = replies.shift()!;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  });
}

describe('EngineClient', () => {
  const client = new EngineClient('https://engine', 'token');
  const pickUp = () => client.pickUp('d1', 'key');

  afterEach(() => jest.restoreAllMocks());

  it.each([
    [401, '<h1>Log in to this network</h1>'],
    [403, { message: 'Forbidden' }],
    [404, '404 page not found'],
    [502, ''],
  ])('repeats a request later that a proxy answers with %s', async (status, body) => {
    answerWith({ status, body });
    await expect(pickUp()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });

  it.each(['<h1>We will be back soon</h1>', { ok: true }, 'null', ''])(
    'does not take %j with status 200 for an acceptance',
    async (body) => {
      answerWith({ status: 200, body });
      await expect(pickUp()).rejects.toMatchObject({ code: 'response_invalid', retryable: true });
    },
  );

  it('throws the error of the engine, and accepts its receipt', async () => {
    answerWith(
      { status: 404, body: errorBody('not_found') },
      { status: 401, body: errorBody('unauthorized') },
      { status: 200, body: { deliveryId: 'd1', state: 'PICKED_UP' } },
    );
    await expect(pickUp()).rejects.toMatchObject({ code: 'not_found' });
    await expect(pickUp()).rejects.toMatchObject({ code: 'unauthorized' });
    await pickUp();
  });

  it('uploads with a new permit if the first one is refused', async () => {
    const refused = { status: 401, body: errorBody('unauthorized') };
    answerWith(PERMIT, refused, PERMIT, { status: 201, body: { url: 'https://shop/1.png' } });
    expect(await client.uploadProof('d1', image)).toBe('https://shop/1.png');
  });

  it('reports that the shop takes no images if it refuses a second permit, without an end of the session', async () => {
    const refused = { status: 401, body: errorBody('unauthorized') };
    answerWith(PERMIT, refused, PERMIT, refused);
    await expect(client.uploadProof('d1', image)).rejects.toMatchObject({ code: 'not_found' });
  });
});
