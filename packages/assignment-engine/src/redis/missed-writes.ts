import { Injectable } from '@nestjs/common';

/** Above so many the whole index is rather written anew. */
const AT_MOST = 10_000;

/** The drivers of whom Redis could not be told, or may not have heard, to be told of once it answers. */
@Injectable()
export class MissedWrites {
  private readonly driverIds = new Set<string>();
  private overflown = false;

  add(driverIds: readonly string[]): void {
    if (this.driverIds.size + driverIds.length > AT_MOST) {
      this.overflown = true;
      this.driverIds.clear();
    }
    if (!this.overflown) {
      driverIds.forEach((id) => this.driverIds.add(id));
    }
  }

  /** Whether Redis has been told of everything. */
  get none(): boolean {
    return !this.overflown && this.driverIds.size === 0;
  }

  /** Whether they are too many to be known. */
  get tooMany(): boolean {
    return this.overflown;
  }

  /** Hands over those who are known, and forgets them all. */
  take(): string[] {
    const taken = [...this.driverIds];
    this.driverIds.clear();
    this.overflown = false;
    return taken;
  }
}
