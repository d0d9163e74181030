/**
 * Returns for how many whole minutes the engine has searched for a driver.
 *
 * @returns 0 before the search, or if its start is unknown
 */
export function minutesWaited({ waitingSince }: { waitingSince: string | null }, now = Date.now()): number {
  return waitingSince === null ? 0 : Math.max(0, Math.floor((now - Date.parse(waitingSince)) / 60_000));
}
