/** Runs `work` for each item, at most `concurrency` at the same time. */
export async function forEach<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const remaining = [...items];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let item = remaining.shift(); item !== undefined; item = remaining.shift()) {
        await work(item);
      }
    }),
  );
}
