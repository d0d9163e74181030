import { once } from 'node:events';

/** In a program: waits for its task, and sends back what comes of it. */
export function carryOut<Task>(work: (task: Task) => Promise<object>): void {
  process.once('disconnect', () => process.exit());
  void once(process, 'message')
    .then(([task]) => work(task as Task))
    .then(
      (answer) => process.send!(answer),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
}
