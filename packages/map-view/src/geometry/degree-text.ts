export type Axis = 'latitude' | 'longitude';

/** The letter of the hemisphere is English: `E` is Ost in German, where `O` would be read as zero. */
const HEMISPHERES = { latitude: ['N', 'S'], longitude: ['E', 'W'] } as const;

/** Degrees as a map's edge has them: `52°30′ N`, with seconds only where they are not zero. */
export function degreeText(axis: Axis, degrees: number): string {
  const total = Math.round(Math.abs(degrees) * 3600);
  if (total === 0) {
    return '0°';
  }
  const seconds = total % 60;
  const minutes = Math.floor(total / 60) % 60;
  const whole = `${Math.floor(total / 3600)}°`;
  const part = seconds ? `${two(minutes)}′${two(seconds)}″` : minutes ? `${two(minutes)}′` : '';
  const [positive, negative] = HEMISPHERES[axis];
  return `${whole}${part} ${degrees > 0 ? positive : negative}`;
}

const two = (value: number) => String(value).padStart(2, '0');
