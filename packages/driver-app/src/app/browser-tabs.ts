/** Runs work in one tab at a time. Browsers without Web Locks, such as without HTTPS, run it at once. */
export async function exclusively(work: () => Promise<void>): Promise<void> {
  await ('locks' in navigator ? navigator.locks.request('driver-dispatch-queue', work) : work());
}

/** Announces changes of the stored data to other tabs. */
export class OtherTabs {
  private readonly channel =
    'BroadcastChannel' in globalThis ? new BroadcastChannel('driver-dispatch') : undefined;

  announce(): void {
    this.channel?.postMessage('changed');
  }

  onChange(listener: () => void): void {
    this.channel?.addEventListener('message', listener);
  }
}
