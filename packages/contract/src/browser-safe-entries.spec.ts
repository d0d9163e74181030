import { build } from 'esbuild';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import type * as Geography from './geography';
import type * as Messages from './messages';

/** Bundles an entry for browsers and runs it without the globals of Node.js. */
async function loadInBrowser(entry: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, entry, 'index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'entry',
    logLevel: 'silent',
    write: false,
  });
  const browser = createContext({ crypto, URL });
  runInContext(outputFiles[0]!.text, browser);
  return browser.entry;
}

describe('an entry for browsers', () => {
  it('creates submission keys', async () => {
    const { newSubmissionKey, submissionKeySchema } = (await loadInBrowser('messages')) as typeof Messages;
    expect(submissionKeySchema.safeParse(newSubmissionKey()).success).toBe(true);
  });

  it('computes distances', async () => {
    const { greatCircleDistance } = (await loadInBrowser('geography')) as typeof Geography;
    expect(greatCircleDistance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })).toBeCloseTo(111_195, -1);
  });

  it('is rejected if it imports a module of Node.js', async () => {
    await expect(loadInBrowser('http')).rejects.toThrow(/Could not resolve "node:/);
  });
});
