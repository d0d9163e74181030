/** Maximum number of remembered secrets. */
const MAX_REMEMBERED = 100_000;

/**
 * Hashes of secrets that were valid in this process. The limit for guesses does not apply to them, so that one client cannot
 * lock out others at the same address. They are verified with each request nevertheless.
 */
export class RememberedSecrets {
  private readonly hashes = new Set<string>();

  has(hash: string): boolean {
    return this.hashes.has(hash);
  }

  add(hash: string): void {
    if (this.hashes.size >= MAX_REMEMBERED) {
      this.hashes.clear();
    }
    this.hashes.add(hash);
  }

  delete(hash: string): void {
    this.hashes.delete(hash);
  }
}
