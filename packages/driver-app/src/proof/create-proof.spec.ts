import { createProof, type ProofKind } from './create-proof';

const image = { bytes: new ArrayBuffer(1), contentType: 'image/jpeg' };
const nothing = { photo: undefined, name: ' ', isSigned: false, readSignature: async () => image };

describe('createProof', () => {
  it.each<[ProofKind, Partial<typeof nothing>, string]>([
    ['photo', {}, 'photo'],
    ['photo', { photo: 'unreadable' as never }, 'readable_photo'],
    ['signature', { name: 'Mara' }, 'signature'],
    ['signature', { isSigned: true }, 'name'],
    ['in_person', { isSigned: true }, 'name'],
  ])('names what is missing in %s with %j: %s', async (kind, entered, missing) => {
    expect(await createProof({ ...nothing, kind, ...entered })).toBe(missing);
  });

  it('creates a complete proof', async () => {
    const entered = { photo: image, name: ' Mara ', isSigned: true, readSignature: async () => image };
    expect(await createProof({ kind: 'photo', ...entered })).toEqual({ kind: 'photo', image });
    expect(await createProof({ kind: 'signature', ...entered })).toEqual({
      kind: 'signature',
      signedBy: 'Mara',
      image,
    });
    expect(await createProof({ kind: 'in_person', ...entered })).toEqual({
      kind: 'in_person',
      receivedBy: 'Mara',
    });
  });
});
