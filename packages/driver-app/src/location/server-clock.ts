/** Maximum age of a location in ms that is believed. The clock of the positioning may differ from that of the device. */
const MAX_AGE_MS = 60_000;

/** The engine's time. The clock of the device may be wrong. */
export class ServerClock {
  private offsetMs = 0;

  constructor(private readonly deviceNow: () => number = Date.now) {}

  /** Sets the engine's time. @param serverTime ISO 8601, just received */
  set(serverTime: string): void {
    this.offsetMs = Date.parse(serverTime) - this.deviceNow();
  }

  /** Milliseconds since 1970 on the engine's clock. */
  now(): number {
    return this.deviceNow() + this.offsetMs;
  }

  /** Converts the time of a location to the engine's clock. @param timestamp on the clock of the device */
  correct(timestamp: number): string {
    const age = this.deviceNow() - timestamp;
    const believed = age >= 0 && age <= MAX_AGE_MS ? age : 0;
    return new Date(this.now() - believed).toISOString();
  }
}
