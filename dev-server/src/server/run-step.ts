/**
 * Runs one step of starting the dev server, and prints its name and duration in seconds, or that it failed.
 *
 * @throws the error of `work`
 */
export async function runStep<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  if (process.stdout.isTTY) {
    process.stdout.write(`  ${name} ...`);
  }
  try {
    const result = await work();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${process.stdout.isTTY ? '\r' : ''}  ${name.padEnd(32)} ${seconds.padStart(5)} s`);
    return result;
  } catch (error) {
    console.log(`${process.stdout.isTTY ? '\r' : ''}  ${name.padEnd(32)} failed`);
    throw error;
  }
}
