const NAMES = [
  'Ada',
  'Bruno',
  'Cem',
  'Dunja',
  'Emil',
  'Fatou',
  'Greta',
  'Hasan',
  'Inga',
  'Jonas',
  'Kira',
  'Luca',
];

/** A name for the driver with this index, starting at 0; names repeat with a number once they run out. */
export function driverName(index: number): string {
  const round = Math.floor(index / NAMES.length);
  return `${NAMES[index % NAMES.length]}${round ? ` ${round + 1}` : ''}`;
}
