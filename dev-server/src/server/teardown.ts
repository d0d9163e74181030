/** Stops the started servers in reverse order. */
export class Teardown {
  private readonly steps: { name: string; stop: () => Promise<unknown> }[] = [];
  private running: Promise<void> | undefined;

  add(name: string, stop: () => Promise<unknown>): void {
    this.steps.push({ name, stop });
  }

  /** Stops everything once, also when called repeatedly. Continues after a failure. */
  run(): Promise<void> {
    this.running ??= this.stopAll();
    return this.running;
  }

  private async stopAll(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.stop();
      } catch (error) {
        console.error(`${step.name} did not stop cleanly: ${(error as Error).message}`);
      }
    }
  }
}
