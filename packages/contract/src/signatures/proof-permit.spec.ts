import type { DispatchError } from '../errors/dispatch-error';
import { createProofPermit, PROOF_PERMIT_SECONDS, verifyProofPermit } from './proof-permit';
import { signMessage } from './sign-message';
import { generateSigningKey } from './signing-keys';
import { verifySignature } from './verify-signature';

const [key, other] = [generateSigningKey(), generateSigningKey()];
const proof = { deliveryId: '6f2c', driverId: 'ada' };

function outcome(keys: string[], permit: string): string {
  try {
    verifyProofPermit(keys, permit);
    return 'valid';
  } catch (error) {
    return (error as DispatchError).code;
  }
}

describe('a proof permit', () => {
  it('names the delivery and the driver until it expires', () => {
    const { permit, expiresAt } = createProofPermit([key], proof);
    expect(verifyProofPermit([key], permit)).toEqual(proof);
    expect(permit).toMatch(/^[\w-]+\.[\w-]{43}$/);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan((PROOF_PERMIT_SECONDS - 5) * 1000);
    const early = new Date(Date.now() - (PROOF_PERMIT_SECONDS + 1) * 1000);
    expect(outcome([key], createProofPermit([key], proof, early).permit)).toBe('unauthorized');
  });

  it('is valid during a key rotation on either side', () => {
    const { permit } = createProofPermit([key], proof);
    expect(outcome([other, key], permit)).toBe('valid');
    expect(outcome([key], createProofPermit([other, key], proof).permit)).toBe('valid');
    expect(outcome([other], permit)).toBe('unauthorized');
    expect(outcome([], permit)).toBe('unauthorized');
  });

  it('is invalid with other contents', () => {
    const { permit } = createProofPermit([key], proof);
    const [payload = '', signature = ''] = permit.split('.');
    const text = Buffer.from(payload, 'base64url').toString();
    const forge = (changed: string) => `${Buffer.from(changed).toString('base64url')}.${signature}`;
    expect(outcome([key], forge(text))).toBe('valid');
    expect(outcome([key], forge(text.replace('ada', 'eve')))).toBe('unauthorized');
    expect(outcome([key], forge(text.replace(/"expires":\d+/, '"expires":9999999999')))).toBe('unauthorized');
    expect(['', '.', payload, `${payload}.`, `.${signature}`, 'x.y.z'].map((p) => outcome([key], p))).toEqual(
      Array(6).fill('unauthorized'),
    );
  });

  it('is no signed message, and no signed message is a permit', () => {
    const { permit, expiresAt } = createProofPermit([key], proof);
    const [payload = '', signature = ''] = permit.split('.');
    const timestamp = String(expiresAt.getTime() / 1000);
    const headers = {
      'webhook-id': 'proof_permit',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${Buffer.from(signature, 'base64url').toString('base64')}`,
    };
    jest.useFakeTimers({ now: expiresAt });
    // The signed text is base64url, which is no JSON.
    expect(verifySignature([key], headers, payload)).toBe('proof_permit');
    expect(() => JSON.parse(payload)).toThrow();
    jest.useRealTimers();

    const body = JSON.stringify({ ...proof, type: 'delivery.proof_image', expires: 9_999_999_999 });
    const encoded = Buffer.from(body).toString('base64url');
    const [, signed = ''] = signMessage([key], 'proof_permit', encoded)['webhook-signature'].split(',');
    const forged = `${encoded}.${Buffer.from(signed, 'base64').toString('base64url')}`;
    expect(outcome([key], forged)).toBe('unauthorized');
  });
});
