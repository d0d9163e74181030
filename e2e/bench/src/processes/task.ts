import { once } from 'node:events';

/** Runs in a program: waits for the task and sends its result to the bench. */
export function runTask<Task>(work: (task: Task) => Promise<object>): void {
  process.once('disconnect', () => process.exit());
  void once(process, 'message')
    .then(([task]) => work(task as Task))
    .then(
      (result) => process.send!(result),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
}
