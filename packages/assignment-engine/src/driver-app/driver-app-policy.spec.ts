import { generateSigningKey } from '@driver-dispatch/contract';
import { readEngineOptions } from '../configuration/engine-options';
import { driverAppPolicy } from './driver-app-policy';

const policyWith = (options: object) =>
  driverAppPolicy(readEngineOptions({ database: { url: 'postgres://localhost/engine' }, ...options }));

describe('driverAppPolicy', () => {
  it('allows only the engine without options', () => {
    const policy = policyWith({});
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("img-src 'self' data: blob:; connect-src 'self';");
  });

  it('allows the tile servers and the shop', () => {
    const policy = policyWith({
      driverApp: { mapTiles: { url: 'https://{s}.tiles.example.com/{z}/{x}/{y}.png' } },
      proof: {
        imageUrl: 'https://shop.example.com/driver-dispatch/proof-images',
        imageKeys: [generateSigningKey()],
      },
    });
    expect(policy).toContain('data: blob: https://*.tiles.example.com;');
    expect(policy).toContain("connect-src 'self' https://shop.example.com;");
  });
});
