import { startShop } from './start-shop';

/** The shop of the browser tests as a child process. Sends the world to its parent and stops when that disconnects. */
async function main(): Promise<void> {
  const { world, stop } = await startShop();
  process.once('disconnect', () => void stop().finally(() => process.exit(0)));
  process.send!(world);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
