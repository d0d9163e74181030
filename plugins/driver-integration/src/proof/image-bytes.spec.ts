import { imageBytes } from './image-bytes';

const base64 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('base64');
const JPEG = base64('\xff\xd8\xff\xe0rest');
const PNG = base64('\x89PNG\r\n\x1a\nrest');
const WEBP = base64('RIFF\x01\x02\x03\x04WEBPVP8 ');

describe('imageBytes', () => {
  it('decodes images of each content type', () => {
    expect(imageBytes({ contentType: 'image/jpeg', image: JPEG }).toString('base64')).toBe(JPEG);
    expect(imageBytes({ contentType: 'image/png', image: PNG }).toString('base64')).toBe(PNG);
    expect(imageBytes({ contentType: 'image/webp', image: WEBP }).toString('base64')).toBe(WEBP);
  });

  it.each([
    ['image/jpeg', PNG],
    ['image/png', JPEG],
    ['image/webp', base64('RIFF\x01\x02\x03\x04WAVE')],
    ['image/png', base64('<svg onload="alert(1)"/>')],
    ['image/png', ''],
  ] as const)('rejects as %s the content %j', (contentType, image) => {
    expect(() => imageBytes({ contentType, image })).toThrow(/is not image/);
  });
});
