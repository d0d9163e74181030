import { Injectable } from '@nestjs/common';

/** Above this number of drivers the whole index is rebuilt. */
const MAX_DRIVERS = 10_000;

/** Drivers whose writes to Redis failed or timed out. The writes are repeated once Redis is available again. */
@Injectable()
export class MissedWrites {
  private readonly driverIds = new Set<string>();
  private overflowed = false;

  add(driverIds: readonly string[]): void {
    if (this.driverIds.size + driverIds.length > MAX_DRIVERS) {
      this.overflowed = true;
      this.driverIds.clear();
    }
    if (!this.overflowed) {
      driverIds.forEach((id) => this.driverIds.add(id));
    }
  }

  /** Whether no write is missing. */
  get none(): boolean {
    return !this.overflowed && this.driverIds.size === 0;
  }

  /** Whether there were too many drivers to list, so that the index must be rebuilt. */
  get tooMany(): boolean {
    return this.overflowed;
  }

  /** Returns the listed drivers and clears the list. */
  take(): string[] {
    const taken = [...this.driverIds];
    this.driverIds.clear();
    this.overflowed = false;
    return taken;
  }
}
