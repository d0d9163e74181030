import { hasRoom } from './edge-label';

jest.mock('leaflet', () => ({}));

describe('hasRoom', () => {
  const at = (x: number, y: number) => ({ width: 400, height: 300, x, y });

  it('leaves out labels of meridians below the zoom buttons and at the right edge', () => {
    expect([30, 200, 390].map((x) => hasRoom('longitude', at(x, 0)))).toEqual([false, true, false]);
  });

  it('leaves out labels of parallels beside those of the meridians and the attribution', () => {
    expect([10, 150, 290].map((y) => hasRoom('latitude', at(400, y)))).toEqual([false, true, false]);
  });
});
