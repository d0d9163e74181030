import { contentSecurityPolicy } from './content-security-policy';

const getImages = (policy: string) => /img-src ([^;]*)/.exec(policy)![1];

describe('contentSecurityPolicy', () => {
  it('allows only scripts of the shop', () => {
    const policy = contentSecurityPolicy(undefined, true);
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toMatch(/object-src 'none';/);
  });

  it('allows inline styles only if requested', () => {
    expect(contentSecurityPolicy(undefined, true)).toMatch(/style-src 'self' 'unsafe-inline';/);
    expect(contentSecurityPolicy(undefined, false)).toMatch(/style-src 'self';/);
  });

  it.each([
    [undefined, "'self' data: blob:"],
    [{ url: 'https://{s}.example.com/{z}/{x}/{y}.png' }, "'self' data: blob: https://*.example.com"],
  ])('allows the images of the tile server %j', (tiles, images) => {
    expect(getImages(contentSecurityPolicy(tiles, false))).toBe(images);
  });
});
