export interface Series {
  name: string;
  points: readonly { x: number; y: number }[];
}

export interface LinePlot {
  title: string;
  xLabel: string;
  yLabel: string;
  series: readonly Series[];
}

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 70;
const RIGHT = 130;
const TOP = 40;
const BOTTOM = 50;
const COLOURS = ['#1f6feb', '#bf3989', '#bf8700', '#1a7f37'];

/** An SVG of lines over two logarithmic axes, readable on white and on black. */
export function drawLinePlot({ title, xLabel, yLabel, series }: LinePlot): string {
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const decades = decadesAround(points.map(({ y }) => y));
  const scaleX = logScale(xs[0]!, xs.at(-1)!, LEFT, WIDTH - RIGHT);
  const scaleY = logScale(decades[0]!, decades.at(-1)!, HEIGHT - BOTTOM, TOP);
  const text = (x: number, y: number, anchor: string, words: string, more = '') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"${more}>${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<style>text { fill: #777 } line { stroke: #8884 }</style>`,
    text((LEFT + WIDTH - RIGHT) / 2, 20, 'middle', title, ' font-size="14"'),
    ...decades.flatMap((y) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${scaleY(y).toFixed(1)}" y2="${scaleY(y).toFixed(1)}"/>`,
      text(LEFT - 8, scaleY(y) + 4, 'end', grouped(y)),
    ]),
    ...xs.map((x) => text(scaleX(x), HEIGHT - BOTTOM + 18, 'middle', grouped(x))),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, 'middle', xLabel),
    text(8, TOP - 14, 'start', yLabel),
    ...series.flatMap((one, i) => {
      const colour = COLOURS[i % COLOURS.length]!;
      const at = one.points.map(({ x, y }) => [
        scaleX(x).toFixed(1),
        scaleY(Math.max(y, decades[0]!)).toFixed(1),
      ]);
      const [, lastY] = at.at(-1)!;
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${at.map((xy) => xy.join()).join(' ')}"/>`,
        ...at.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`),
        text(WIDTH - RIGHT + 8, Number(lastY) + 4, 'start', one.name, ` style="fill: ${colour}"`),
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function logScale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = Math.log(to / from) || 1;
  return (value) => start + ((end - start) * Math.log(value / from)) / span;
}

/** Powers of ten from below the least to above the greatest. */
function decadesAround(values: readonly number[]): number[] {
  const positive = values.filter((value) => value > 0);
  const first = Math.floor(Math.log10(Math.min(...positive, 1e9)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...positive, 1))));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

function grouped(value: number): string {
  return value >= 1 ? value.toLocaleString('en-GB') : String(value);
}
