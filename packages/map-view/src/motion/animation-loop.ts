/** Calls a step in each frame until it says that nothing moves any more. */
export class AnimationLoop {
  private frame: number | undefined;

  /** @param step one frame; whether there is another to come */
  constructor(private readonly step: () => boolean) {}

  start(): void {
    this.frame ??= requestAnimationFrame(() => this.run());
  }

  stop(): void {
    if (this.frame !== undefined) {
      cancelAnimationFrame(this.frame);
      this.frame = undefined;
    }
  }

  private run(): void {
    this.frame = undefined;
    if (this.step()) {
      this.start();
    }
  }
}
