import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { DispatchError } from '../errors/dispatch-error';
import { signMessage } from './sign-message';
import { generateSigningKey } from './signing-keys';
import { TIMESTAMP_TOLERANCE_SECONDS, verifyMessage, verifySignature } from './verify-signature';

/** The vector that the Standard Webhooks project publishes. */
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

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof DispatchError ? error.code : String(error);
  }
  return 'accepted';
}

describe('signMessage', () => {
  it('writes the published signature', () => {
    expect(signMessage([VECTOR.key], VECTOR.id, VECTOR.body, VECTOR.at)).toEqual(vectorHeaders);
  });

  it('signs with every key, and with the present time', () => {
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
  ) => codeOf(() => verifySignature(keys, headers, body));

  it('accepts the published signature and tells the id', () => {
    expect(verifySignature([VECTOR.key], vectorHeaders, Buffer.from(VECTOR.body))).toBe(VECTOR.id);
  });

  it('accepts each of several keys of its own', () => {
    const keys = [generateSigningKey(), VECTOR.key, generateSigningKey()];
    expect(verify(vectorHeaders, VECTOR.body, keys)).toBe('accepted');
  });

  it('accepts a message that was signed with a key it does not know beside one it does', () => {
    const headers = { ...signMessage([generateSigningKey(), VECTOR.key], 'm', 'body') };
    expect(verify(headers, 'body')).toBe('accepted');
  });

  it('carries a rotation through: old, both, new, on either side first', () => {
    const [old, fresh] = [generateSigningKey(), generateSigningKey()];
    const passes = (sender: string[], receiver: string[]) =>
      verify({ ...signMessage(sender, 'm', 'body') }, 'body', receiver);
    expect(passes([old], [old, fresh])).toBe('accepted');
    expect(passes([old, fresh], [old])).toBe('accepted');
    expect(passes([fresh], [old, fresh])).toBe('accepted');
    expect(passes([old], [fresh])).toBe('signature_invalid');
  });

  it('refuses a body that differs in any one byte', () => {
    for (let i = 0; i < VECTOR.body.length; i++) {
      const changed = Buffer.from(VECTOR.body);
      changed[i] ^= 1;
      expect(verify(vectorHeaders, changed)).toBe('signature_invalid');
    }
  });

  it('refuses the same JSON written another way', () => {
    expect(verify(vectorHeaders, JSON.stringify(JSON.parse(VECTOR.body)))).toBe('signature_invalid');
  });

  it("refuses another message's id", () => {
    expect(verify({ ...vectorHeaders, 'webhook-id': 'msg_other' })).toBe('signature_invalid');
  });

  it('refuses a timestamp that was not signed', () => {
    expect(verify({ ...vectorHeaders, 'webhook-timestamp': '1614265331' })).toBe('signature_invalid');
  });

  it('refuses a key it does not know, and every message when it has none', () => {
    expect(verify(vectorHeaders, VECTOR.body, [generateSigningKey()])).toBe('signature_invalid');
    expect(verify(vectorHeaders, VECTOR.body, [])).toBe('signature_invalid');
  });

  it.each([-1, 1])('tolerates a clock that is off, up to a limit (%d)', (direction) => {
    const inside = new Date(VECTOR.at.getTime() + direction * TIMESTAMP_TOLERANCE_SECONDS * 1000);
    const outside = new Date(inside.getTime() + direction * 1000);
    expect(verify({ ...signMessage([VECTOR.key], 'm', 'body', inside) }, 'body')).toBe('accepted');
    expect(verify({ ...signMessage([VECTOR.key], 'm', 'body', outside) }, 'body')).toBe(
      'timestamp_out_of_tolerance',
    );
  });

  it('tells how far the clocks are apart', () => {
    jest.setSystemTime(VECTOR.at.getTime() + 600_000);
    expect(() => verifySignature([VECTOR.key], vectorHeaders, VECTOR.body)).toThrow(
      expect.objectContaining({ retryable: true, details: { skewSeconds: -600 } }),
    );
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('asks for %s', (name) => {
    expect(verify({ ...vectorHeaders, [name]: undefined })).toBe('signature_missing');
    expect(verify({ ...vectorHeaders, [name]: '' })).toBe('signature_missing');
    expect(verify({ ...vectorHeaders, [name]: ['a', 'b'] })).toBe('signature_missing');
  });

  it.each(['yesterday', '1614265330.5', '-1614265330', '1e9', ' 1614265330', 'Infinity'])(
    'refuses the timestamp %p',
    (timestamp) => {
      expect(verify({ ...vectorHeaders, 'webhook-timestamp': timestamp })).toBe('timestamp_out_of_tolerance');
    },
  );

  it.each([
    ['no version', VECTOR.signature.slice(3)],
    ['another version', VECTOR.signature.replace('v1,', 'v2,')],
    ['nothing after the version', 'v1,'],
    ['half of it', VECTOR.signature.slice(0, 20)],
    ['more behind it', `${VECTOR.signature}AAAA`],
    ['commas for spaces', `v1,AAAA,${VECTOR.signature}`],
    ['not base64', 'v1,%%%%'],
    ['spaces only', '   '],
  ])('refuses a signature header with %s', (_, signature) => {
    expect(verify({ ...vectorHeaders, 'webhook-signature': signature })).toBe('signature_invalid');
  });
});

describe('verifyMessage', () => {
  it('tells which of the keys signed', () => {
    const [first, second, third] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
    const signedWith = (...keys: string[]) =>
      verifyMessage([first, second, third], { ...signMessage(keys, 'msg_1', VECTOR.body) }, VECTOR.body);
    expect(signedWith(second)).toEqual({ id: 'msg_1', keyIndex: 1 });
    expect(signedWith(third, second)).toEqual({ id: 'msg_1', keyIndex: 1 });
  });
});

describe('the reference implementation of the specification', () => {
  const body = fc.string({ unit: 'binary' });
  const id = fc.stringMatching(/^msg_\w+$/);

  it('accepts what we sign', () => {
    fc.assert(
      fc.property(id, body, (messageId, text) => {
        const key = generateSigningKey();
        new Webhook(key).verify(text, { ...signMessage([key], messageId, text) }, { jsonParse: false });
      }),
    );
  });

  it('signs what we accept', () => {
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
