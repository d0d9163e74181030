import { encode } from 'uqr';

/** Width of the white border that scanners need, in modules. */
const BORDER = 4;

/** A QR code, black on white in every theme and in print. */
export function QrCode({ value, label }: Readonly<{ value: string; label: string }>) {
  const { data, size } = encode(value, { border: BORDER });
  const darkModules = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={darkModules.join('')} fill="#000" />
    </svg>
  );
}
