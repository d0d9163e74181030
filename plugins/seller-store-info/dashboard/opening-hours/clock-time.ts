/** The end of a day: as a time field, which knows no 24:00, shows it, and as the opening hours have it. */
const MIDNIGHT = { shown: '00:00', kept: '24:00' };

/** The end of a period as a time field shows it. */
export const shownEnd = (to: string): string => (to === MIDNIGHT.kept ? MIDNIGHT.shown : to);

/** The end of a period as the opening hours have it. */
export const keptEnd = (shown: string): string => (shown === MIDNIGHT.shown ? MIDNIGHT.kept : shown);
