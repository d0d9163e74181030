import type { World } from '../world/world';

/** The variable with the address at which `global-setup.cjs` answers with the world of a Jest worker. */
const VARIABLE = 'BROWSER_TEST_WORLDS';

/**
 * The world of this Jest worker, which no other worker uses.
 *
 * @throws Error when it does not start
 */
export async function worldOfWorker(): Promise<World> {
  const response = await fetch(`${process.env[VARIABLE]}/${process.env.JEST_WORKER_ID}`);
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return (await response.json()) as World;
}
