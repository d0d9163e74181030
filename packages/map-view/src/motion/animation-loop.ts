/** Calls a step in each animation frame until it returns false. */
export class AnimationLoop {
  private frame: number | undefined;

  /** @param step draws one frame and returns whether another one follows */
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
