export interface LinePlot {
  title: string;
  xLabel: string;
  yLabel: string;
  series: readonly { name: string; points: readonly { x: number; y: number }[] }[];
}

const AREA = { left: 70, right: 510, top: 40, bottom: 310 };
const COLOURS = ['#1f6feb', '#bf3989'];
const GRID_LINES = 4;

/** Returns an SVG line plot for light and dark backgrounds. The values of x are evenly spaced, y starts at zero. */
export function drawLinePlot({ title, xLabel, yLabel, series }: LinePlot): string {
  const { left, right, top, bottom } = AREA;
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const most = Math.max(...points.map(({ y }) => y), 1);
  const atX = (x: number) => left + ((xs.indexOf(x) + 0.5) * (right - left)) / xs.length;
  const atY = (y: number) => bottom - (y * (bottom - top)) / most;
  const text = (x: number, y: number, anchor: string, words: string | number) =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words.toLocaleString('en-GB')}</text>`;
  const grid = Array.from({ length: GRID_LINES + 1 }, (_, i) => (most * i) / GRID_LINES);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif" font-size="12">',
    '<style>text { fill: #777 } .grid { stroke: #8884 }</style>',
    text((left + right) / 2, 20, 'middle', `${title} (${yLabel})`),
    text((left + right) / 2, bottom + 40, 'middle', xLabel),
    ...grid.flatMap((y) => [
      `<line class="grid" x1="${left}" x2="${right}" y1="${atY(y).toFixed(1)}" y2="${atY(y).toFixed(1)}"/>`,
      text(left - 8, atY(y) + 4, 'end', Math.round(y)),
    ]),
    ...xs.map((x) => text(atX(x), bottom + 18, 'middle', x)),
    ...series.flatMap(({ name, points: line }, i) => {
      const colour = COLOURS[i % COLOURS.length]!;
      const at = line.map(({ x, y }) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`);
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${at.join(' ')}"/>`,
        ...at
          .map((xy) => xy.split(','))
          .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`),
        text(right + 8, atY(line.at(-1)!.y) + 4, 'start', name),
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}
