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

/** The name of the driver with this index, starting at 0. Names repeat with a number appended. */
export function driverName(index: number): string {
  const round = Math.floor(index / NAMES.length);
  return `${NAMES[index % NAMES.length]}${round ? ` ${round + 1}` : ''}`;
}
