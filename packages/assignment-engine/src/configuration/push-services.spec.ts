import { isAllowedEndpoint, isServiceOrigin, PUSH_SERVICES } from './push-services';

describe('isAllowedEndpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('allows %s', (endpoint) => {
    expect(isAllowedEndpoint(endpoint, PUSH_SERVICES)).toBe(true);
  });

  it.each([
    ['another host', 'https://example.com/abc'],
    ['an address in the network', 'https://169.254.169.254/latest'],
    ['http', 'http://fcm.googleapis.com/abc'],
    ['another port', 'https://fcm.googleapis.com:6379/abc'],
    ['a host with a similar end', 'https://evilpush.apple.com/abc'],
    ['a host without the first label', 'https://push.apple.com/abc'],
    ['a host that continues', 'https://web.push.apple.com.example.com/abc'],
    ['credentials', 'https://user@fcm.googleapis.com/abc'],
    ['another scheme', 'file://fcm.googleapis.com/abc'],
    ['no URL', 'fcm.googleapis.com'],
  ])('refuses %s', (_, endpoint) => {
    expect(isAllowedEndpoint(endpoint, PUSH_SERVICES)).toBe(false);
  });

  it('allows a configured service, also over http and on a port', () => {
    expect(isAllowedEndpoint('http://127.0.0.1:8080/a', ['http://127.0.0.1:8080'])).toBe(true);
    expect(isAllowedEndpoint('http://127.0.0.1:8081/a', ['http://127.0.0.1:8080'])).toBe(false);
  });
});

describe('isServiceOrigin', () => {
  it.each(['https://push.example.com', 'https://*.push.example.com', 'http://127.0.0.1:8080'])(
    'accepts %s',
    (text) => expect(isServiceOrigin(text)).toBe(true),
  );

  it.each([
    'push.example.com',
    'https://push.example.com/path',
    'https://*',
    'ftp://example.com',
    'https://a.*.b',
  ])('refuses %s', (text) => expect(isServiceOrigin(text)).toBe(false));
});
