/** Returns the last midnight in the browser's time zone, or the one some days before it. */
export function startOfDay(now = new Date(), daysBefore = 0): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore);
}
