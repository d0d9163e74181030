import { loadConfiguration, type Configuration } from './configuration';

const STORED: Configuration = { engineUrl: 'https://engine' };

/** Loads a reply to `config.json`. Returns the configuration, and the one that is stored afterwards. */
async function load(reply: Response | Error, stored?: Configuration) {
  let kept = stored;
  const fetched = jest.spyOn(globalThis, 'fetch');
  if (reply instanceof Error) {
    fetched.mockRejectedValue(reply);
  } else {
    fetched.mockResolvedValue(reply);
  }
  const loaded = await loadConfiguration({
    get: async () => kept,
    set: async (_, value) => void (kept = value),
  });
  return { loaded, kept };
}

describe('loadConfiguration', () => {
  afterEach(() => jest.restoreAllMocks());

  it('stores what it loads', async () => {
    const changed = { ...STORED, engineUrl: 'https://other' };
    const { loaded, kept } = await load(Response.json({ engineUrl: 'https://other' }), STORED);
    expect(loaded).toEqual(changed);
    expect(kept).toEqual(changed);
  });

  const failures: [string, () => Response | Error][] = [
    ['no network', () => new TypeError('Failed to fetch')],
    ['an error', () => Response.json({}, { status: 503 })],
    ['a page of a captive portal', () => new Response('<h1>Log in</h1>')],
    ['another JSON', () => Response.json({ message: 'Log in' })],
  ];
  it.each(failures)('keeps the last configuration after %s, and has none without it', async (_, reply) => {
    expect(await load(reply(), STORED)).toEqual({ loaded: STORED, kept: STORED });
    expect(await load(reply())).toEqual({ loaded: undefined, kept: undefined });
  });

  it('uses the engine on the same origin without a file, unless another engine is known', async () => {
    const missing = () => new Response('', { status: 404 });
    expect((await load(missing())).loaded).toMatchObject({ engineUrl: '' });
    expect((await load(missing(), STORED)).loaded).toEqual(STORED);
  });
});
