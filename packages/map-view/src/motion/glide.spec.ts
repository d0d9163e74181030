import { Glide } from './glide';

const ada = (lat: number) => [{ id: 'ada', point: { lat, lon: 13 } }];

describe('Glide', () => {
  it('moves at constant speed and stops at the target', () => {
    const glide = new Glide(1000);
    glide.moveTo(ada(52), 0);
    expect(glide.moving(0)).toEqual([]);
    glide.moveTo(ada(53), 5000);
    expect(glide.at('ada', 5000)).toEqual({ lat: 52, lon: 13 });
    expect(glide.at('ada', 5250)).toEqual({ lat: 52.25, lon: 13 });
    expect(glide.moving(5999)).toEqual(['ada']);
    expect(glide.at('ada', 6000)).toEqual({ lat: 53, lon: 13 });
    expect(glide.moving(6000)).toEqual([]);
  });

  it('changes direction at the current point when the target changes', () => {
    const glide = new Glide(1000);
    glide.moveTo(ada(52), 0);
    glide.moveTo(ada(53), 0);
    glide.moveTo(ada(52), 500);
    expect(glide.at('ada', 500)).toEqual({ lat: 52.5, lon: 13 });
    expect(glide.at('ada', 1000)).toEqual({ lat: 52.25, lon: 13 });
  });

  it('continues unchanged when the target is the same', () => {
    const glide = new Glide(1000);
    glide.moveTo(ada(52), 0);
    glide.moveTo(ada(53), 0);
    glide.moveTo(ada(53), 500);
    expect(glide.at('ada', 1000)).toEqual({ lat: 53, lon: 13 });
  });

  it('forgets removed markers', () => {
    const glide = new Glide(1000);
    glide.moveTo(ada(52), 0);
    glide.moveTo([], 10);
    expect(glide.at('ada', 10)).toBeUndefined();
  });

  it('jumps to the target without a duration', () => {
    const glide = new Glide(0);
    glide.moveTo(ada(52), 0);
    glide.moveTo(ada(53), 0);
    expect(glide.at('ada', 0)).toEqual({ lat: 53, lon: 13 });
    expect(glide.moving(0)).toEqual([]);
  });
});
