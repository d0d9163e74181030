import { OriginalProofImagesStrategy } from './original-proof-images-strategy';
import { newProofImageName } from './proof-image-name';

describe('OriginalProofImagesStrategy', () => {
  const strategy = new OriginalProofImagesStrategy();
  const input = { width: 300, format: 'webp', preset: 'thumb' };
  const transformed = (path: string) => strategy.getImageTransformParameters({ req: { path }, input });
  const name = newProofImageName('png');

  it.each([`/${name}`, `/2f/${name}`, `/${name.replaceAll('-', '%2D')}`, `/%70${name.slice(1)}`])(
    'does not transform the proof image %s',
    (path) => {
      expect(transformed(path)).toEqual({});
    },
  );

  it('transforms other images', () => {
    expect(transformed('/source/b6/lamp.jpg')).toEqual(input);
  });

  it('rejects a path that can not be decoded', () => {
    expect(() => transformed(`/%E0%A4%A/${name}`)).toThrow(URIError);
  });
});
