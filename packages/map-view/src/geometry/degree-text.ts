export type Axis = 'latitude' | 'longitude';

/** English letters in all languages: the German `O` for Ost could be read as zero. */
const HEMISPHERES = { latitude: ['N', 'S'], longitude: ['E', 'W'] } as const;

/** Formats degrees such as `52°30′ N`. Minutes and seconds are omitted if they are zero. */
export function degreeText(axis: Axis, degrees: number): string {
  const total = Math.round(Math.abs(degrees) * 3600);
  if (total === 0) {
    return '0°';
  }
  const seconds = total % 60;
  const minutes = Math.floor(total / 60) % 60;
  const whole = `${Math.floor(total / 3600)}°`;
  const part = seconds ? `${pad(minutes)}′${pad(seconds)}″` : minutes ? `${pad(minutes)}′` : '';
  const [positive, negative] = HEMISPHERES[axis];
  return `${whole}${part} ${degrees > 0 ? positive : negative}`;
}

const pad = (value: number) => String(value).padStart(2, '0');
