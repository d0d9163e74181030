import { startShop } from './start-shop';

/** The shop of the browser tests as a process: its parent gets the world as a message, and stops it by disconnecting. */
async function main(): Promise<void> {
  const { world, stop } = await startShop();
  process.once('disconnect', () => void stop().finally(() => process.exit(0)));
  process.send!(world);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
