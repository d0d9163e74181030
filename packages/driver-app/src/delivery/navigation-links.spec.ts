import { navigationLinks } from './navigation-links';

describe('navigationLinks', () => {
  it('start the navigation for the vehicle', () => {
    const urls = navigationLinks({ lat: 52.5, lon: -13.4 }, 'BICYCLE').map(({ url }) => url);
    expect(urls).toEqual([
      'https://www.google.com/maps/dir/?api=1&destination=52.5,-13.4&travelmode=bicycling',
      'https://maps.apple.com/?daddr=52.5,-13.4&dirflg=c',
      'https://waze.com/ul?ll=52.5,-13.4&navigate=yes',
      'https://osmand.net/map/?finish=52.5,-13.4&pin=52.5,-13.4&profile=bicycle',
    ]);
  });

  it('use roads for an unknown vehicle', () => {
    expect(navigationLinks({ lat: 1, lon: 2 })[0]!.url).toContain('travelmode=driving');
  });
});
