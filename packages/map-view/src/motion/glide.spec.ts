import { Glide } from './glide';

const ada = (lat: number) => [{ id: 'ada', point: { lat, lon: 13 } }];

describe('Glide', () => {
  it('goes evenly from place to place, and stays there', () => {
    const glide = new Glide(1000);
    glide.head(ada(52), 0);
    expect(glide.moving(0)).toEqual([]);
    glide.head(ada(53), 5000);
    expect(glide.at('ada', 5000)).toEqual({ lat: 52, lon: 13 });
    expect(glide.at('ada', 5250)).toEqual({ lat: 52.25, lon: 13 });
    expect(glide.moving(5999)).toEqual(['ada']);
    expect(glide.at('ada', 6000)).toEqual({ lat: 53, lon: 13 });
    expect(glide.moving(6000)).toEqual([]);
  });

  it('turns where it is when a new place comes on the way', () => {
    const glide = new Glide(1000);
    glide.head(ada(52), 0);
    glide.head(ada(53), 0);
    glide.head(ada(52), 500);
    expect(glide.at('ada', 500)).toEqual({ lat: 52.5, lon: 13 });
    expect(glide.at('ada', 1000)).toEqual({ lat: 52.25, lon: 13 });
  });

  it('goes on as it was when the same place is told again', () => {
    const glide = new Glide(1000);
    glide.head(ada(52), 0);
    glide.head(ada(53), 0);
    glide.head(ada(53), 500);
    expect(glide.at('ada', 1000)).toEqual({ lat: 53, lon: 13 });
  });

  it('forgets who is gone', () => {
    const glide = new Glide(1000);
    glide.head(ada(52), 0);
    glide.head([], 10);
    expect(glide.at('ada', 10)).toBeUndefined();
  });

  it('is there at once without a duration', () => {
    const glide = new Glide(0);
    glide.head(ada(52), 0);
    glide.head(ada(53), 0);
    expect(glide.at('ada', 0)).toEqual({ lat: 53, lon: 13 });
    expect(glide.moving(0)).toEqual([]);
  });
});
