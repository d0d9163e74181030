/** The end of a day: 00:00 in a time input, which has no 24:00, and 24:00 in the stored opening hours. */
const MIDNIGHT = { shown: '00:00', stored: '24:00' };

/** Converts the stored end of a period for a time input. */
export const shownEnd = (to: string): string => (to === MIDNIGHT.stored ? MIDNIGHT.shown : to);

/** Converts the end of a period from a time input for storage. */
export const storedEnd = (shown: string): string => (shown === MIDNIGHT.shown ? MIDNIGHT.stored : shown);
