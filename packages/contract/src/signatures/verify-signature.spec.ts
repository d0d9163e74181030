import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { DispatchError } from '../errors/dispatch-error';
import { signMessage } from './sign-message';
import { generateSigningKey } from './signing-keys';
import { TIMESTAMP_TOLERANCE_SECONDS, verifyMessage, verifySignature } from './verify-signature';

/** The test vector of the Standard Webhooks project. */
const VECTOR = {
  key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const vectorHeaders = {
  'webhook-id': VECTOR.id,
  'webhook-timestamp': '1614265330',
  'webhook-signature': VECTOR.signature,
};

beforeEach(() => jest.useFakeTimers({ now: VECTOR.at }));
afterEach(() => jest.useRealTimers());

function getCode(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof DispatchError ? error.code : String(error);
  }
  return 'accepted';
}

describe('signMessage', () => {
  it('returns the published signature', () => {
    expect(signMessage([VECTOR.key], VECTOR.id, VECTOR.body, VECTOR.at)).toEqual(vectorHeaders);
  });

  it('signs with every key and the current time', () => {
    const other = generateSigningKey();
    const headers = signMessage([other, VECTOR.key], VECTOR.id, VECTOR.body);
    expect(headers['webhook-timestamp']).toBe('1614265330');
    const [first, second, ...more] = headers['webhook-signature'].split(' ');
    expect([second, more]).toEqual([VECTOR.signature, []]);
    expect(first).toMatch(/^v1,[\w+/]{43}=$/);
    expect(first).not.toBe(second);
  });
});

describe('verifySignature', () => {
  const verify = (
    headers: Record<string, string | string[] | undefined>,
    body: Buffer | string = VECTOR.body,
    keys = [VECTOR.key],
  ) => getCode(() => verifySignature(keys, headers, body));

  it('accepts the published signature and returns the id', () => {
    expect(verifySignature([VECTOR.key], vectorHeaders, Buffer.from(VECTOR.body))).toBe(VECTOR.id);
  });

  it('accepts each of several keys', () => {
    const keys = [generateSigningKey(), VECTOR.key, generateSigningKey()];
    expect(verify(vectorHeaders, VECTOR.body, keys)).toBe('accepted');
  });

  it('accepts a message signed with an unknown and a known key', () => {
    const headers = { ...signMessage([generateSigningKey(), VECTOR.key], 'm', 'body') };
    expect(verify(headers, 'body')).toBe('accepted');
  });

  it('accepts messages during a key rotation on either side', () => {
    const [old, fresh] = [generateSigningKey(), generateSigningKey()];
    const rotation = (sender: string[], receiver: string[]) =>
      verify({ ...signMessage(sender, 'm', 'body') }, 'body', receiver);
    expect(rotation([old], [old, fresh])).toBe('accepted');
    expect(rotation([old, fresh], [old])).toBe('accepted');
    expect(rotation([fresh], [old, fresh])).toBe('accepted');
    expect(rotation([old], [fresh])).toBe('signature_invalid');
  });

  it('rejects a body that differs in one byte', () => {
    for (let i = 0; i < VECTOR.body.length; i++) {
      const changed = Buffer.from(VECTOR.body);
      changed[i] ^= 1;
      expect(verify(vectorHeaders, changed)).toBe('signature_invalid');
    }
  });

  it('rejects the same JSON with different whitespace', () => {
    expect(verify(vectorHeaders, JSON.stringify(JSON.parse(VECTOR.body)))).toBe('signature_invalid');
  });

  it("rejects another message's id", () => {
    expect(verify({ ...vectorHeaders, 'webhook-id': 'msg_other' })).toBe('signature_invalid');
  });

  it('rejects a timestamp that was not signed', () => {
    expect(verify({ ...vectorHeaders, 'webhook-timestamp': '1614265331' })).toBe('signature_invalid');
  });

  it('rejects an unknown key, and every message without keys', () => {
    expect(verify(vectorHeaders, VECTOR.body, [generateSigningKey()])).toBe('signature_invalid');
    expect(verify(vectorHeaders, VECTOR.body, [])).toBe('signature_invalid');
  });

  it.each([-1, 1])('accepts a clock difference up to the tolerance (%d)', (direction) => {
    const inside = new Date(VECTOR.at.getTime() + direction * TIMESTAMP_TOLERANCE_SECONDS * 1000);
    const outside = new Date(inside.getTime() + direction * 1000);
    expect(verify({ ...signMessage([VECTOR.key], 'm', 'body', inside) }, 'body')).toBe('accepted');
    expect(verify({ ...signMessage([VECTOR.key], 'm', 'body', outside) }, 'body')).toBe(
      'timestamp_out_of_tolerance',
    );
  });

  it('returns the clock difference', () => {
    jest.setSystemTime(VECTOR.at.getTime() + 600_000);
    expect(() => verifySignature([VECTOR.key], vectorHeaders, VECTOR.body)).toThrow(
      expect.objectContaining({ retryable: true, details: { skewSeconds: -600 } }),
    );
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('requires %s', (name) => {
    expect(verify({ ...vectorHeaders, [name]: undefined })).toBe('signature_missing');
    expect(verify({ ...vectorHeaders, [name]: '' })).toBe('signature_missing');
    expect(verify({ ...vectorHeaders, [name]: ['a', 'b'] })).toBe('signature_missing');
  });

  it.each(['yesterday', '1614265330.5', '-1614265330', '1e9', ' 1614265330', 'Infinity'])(
    'rejects the timestamp %p',
    (timestamp) => {
      expect(verify({ ...vectorHeaders, 'webhook-timestamp': timestamp })).toBe('timestamp_out_of_tolerance');
    },
  );

  it.each([
    ['no version', VECTOR.signature.slice(3)],
    ['another version', VECTOR.signature.replace('v1,', 'v2,')],
    ['nothing after the version', 'v1,'],
    ['half of the signature', VECTOR.signature.slice(0, 20)],
    ['a suffix', `${VECTOR.signature}AAAA`],
    ['commas instead of spaces', `v1,AAAA,${VECTOR.signature}`],
    ['not base64', 'v1,%%%%'],
    ['spaces only', '   '],
  ])('rejects a signature header with %s', (_, signature) => {
    expect(verify({ ...vectorHeaders, 'webhook-signature': signature })).toBe('signature_invalid');
  });
});

describe('verifyMessage', () => {
  it('returns the index of the key that matches', () => {
    const [first, second, third] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
    const signedWith = (...keys: string[]) =>
      verifyMessage([first, second, third], { ...signMessage(keys, 'msg_1', VECTOR.body) }, VECTOR.body);
    expect(signedWith(second)).toEqual({ id: 'msg_1', keyIndex: 1 });
    expect(signedWith(third, second)).toEqual({ id: 'msg_1', keyIndex: 1 });
  });
});

describe('the reference implementation of Standard Webhooks', () => {
  const body = fc.string({ unit: 'binary' });
  const id = fc.stringMatching(/^msg_\w+$/);

  it('accepts signatures of signMessage', () => {
    fc.assert(
      fc.property(id, body, (messageId, text) => {
        const key = generateSigningKey();
        new Webhook(key).verify(text, { ...signMessage([key], messageId, text) }, { jsonParse: false });
      }),
    );
  });

  it('creates signatures that verifySignature accepts', () => {
    fc.assert(
      fc.property(id, body, (messageId, text) => {
        const key = generateSigningKey();
        const headers = {
          'webhook-id': messageId,
          'webhook-timestamp': '1614265330',
          'webhook-signature': new Webhook(key).sign(messageId, VECTOR.at, text),
        };
        expect(verifySignature([key], headers, Buffer.from(text))).toBe(messageId);
      }),
    );
  });
});
