import type { Point } from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { DriverWorld, OFFERED_CHANNEL } from './testing/driver-app/driver-world';
import { measureStart } from './testing/driver-app/measure-start';
import { Phone, type PhoneOptions } from './testing/driver-app/phone';
import { launchBrowser, openPage } from './testing/dashboard';

const storeAt = (lat: number): Point => ({ lat, lon: 13.3957 });

/** A store for each test, too far from the others for their drivers. */
const STORES = {
  pin: storeAt(52.5243),
  offline: storeAt(53.5),
  cancelled: storeAt(54.5),
  revoked: storeAt(55.5),
  full: storeAt(56.5),
  demo: storeAt(57.5),
  ahead: storeAt(58.5),
  behind: storeAt(59.5),
  offered: storeAt(60.5),
};

const PIN = '471100';

const HOUR_MS = 3_600_000;

/** Maximum time until a driver can use the app on a slow phone. Other tests on the machine may delay some attempts. */
const START_LIMIT_MS = 3_000;
const START_ATTEMPTS = 5;

/** Timeouts in ms, long enough for a busy machine. */
const START_TIMEOUT_MS = 600_000;
const TEST_TIMEOUT_MS = 300_000;

jest.setTimeout(TEST_TIMEOUT_MS);

describe('driver app', () => {
  let world: DriverWorld;
  let browser: Browser;
  /** Findings of axe and violations of the content security policy. */
  const findings: string[] = [];
  const phones: Phone[] = [];

  beforeAll(async () => {
    world = await DriverWorld.start();
    browser = await launchBrowser();
  }, START_TIMEOUT_MS);

  afterEach(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()));
    expect(findings.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function openPhone(options?: PhoneOptions): Promise<Phone> {
    const phone = await Phone.open(browser, findings, options);
    phones.push(phone);
    return phone;
  }

  /** Lets the driver set the location on a map. */
  async function serveDemo({ page }: Phone): Promise<void> {
    await page.route('**/driver/config.json', (route) =>
      route.fulfill({
        json: { engineUrl: '', demo: { stores: [{ name: 'Backstube', point: STORES.demo }] } },
      }),
    );
  }

  /** Signs a new driver in by link. */
  async function signIn(driverId: string, options: PhoneOptions): Promise<Phone> {
    const phone = await openPhone(options);
    await phone.page.goto(await world.invite(driverId));
    return phone;
  }

  /** Signs a new driver in, goes on duty and gets an order at a store. */
  async function receiveOrder(driverId: string, store: Point) {
    const phone = await signIn(driverId, { location: store });
    await phone.tap('Go on duty');
    await phone.heading('On duty');
    const submitted = await world.order(store);
    await phone.heading('Drive to the store');
    return { phone, ...submitted };
  }

  /** Goes off duty, and waits until the engine knows. */
  async function goOffDuty(phone: Phone, driverId: string): Promise<void> {
    await phone.heading('On duty');
    await phone.tap('Go off duty');
    await phone.heading('Off duty');
    await phone.page.getByRole('link', { name: /not sent/ }).waitFor({ state: 'hidden' });
    expect((await world.driver(driverId)).status).toBe('OFFLINE');
  }

  it('signs in by link or pasted link, once, and asks outside of the planned working hours', async () => {
    const phone = await openPhone({ location: STORES.pin });
    await phone.page.goto(`${world.url}/driver/`);
    await phone.heading('Sign in');
    await phone.page.getByLabel('Invitation link').fill('https://example.com');
    await phone.tap('Sign in');
    await phone.alert('This is not an invitation link');
    await phone.check('sign-in');
    const link = await world.invite('paul');
    const now = Date.now();
    await world.planWork('paul', new Date(now + 48 * HOUR_MS), new Date(now + 50 * HOUR_MS));
    await phone.page.getByLabel('Invitation link').fill(link);
    await phone.tap('Sign in');
    await phone.heading('Off duty');
    await phone.tap('Go on duty');
    await phone.alert('This is outside of your planned working hours');
    await phone.check('outside-working-hours');
    await phone.tap('Go on duty anyway');
    await phone.heading('On duty');
    await world.planWork('paul', new Date(now - HOUR_MS), new Date(now + 5 * 60_000));
    await phone.page.getByText('Your planned working hours end at').waitFor();
    await goOffDuty(phone, 'paul');

    const other = await openPhone();
    await other.page.goto(link);
    await other.alert('This invitation is unknown, used or expired');
    expect(other.page.url()).toBe(`${world.url}/driver/`);
  });

  it('delivers an order with a PIN, and deletes the data of the receiver', async () => {
    const phone = await signIn('ada', { location: STORES.pin });
    await phone.heading('Off duty');
    expect(phone.page.url()).toBe(`${world.url}/driver/`);
    await phone.check('off-duty');
    await phone.tap('Go on duty');
    await phone.heading('On duty');
    await phone.check('on-duty');
    expect(await world.driver('ada')).toMatchObject({ status: 'AVAILABLE', point: STORES.pin });

    const { deliveryId } = await world.order(STORES.pin, { deliveryPin: PIN });
    await phone.heading('Drive to the store');
    await phone.page.getByText('Oranienburger Straße 20').waitFor();
    const call = phone.page.getByRole('link', { name: 'Call +49 30 5550101' });
    expect(await call.getAttribute('href')).toBe('tel:+49305550101');
    const waze = phone.page.getByRole('link', { name: 'Waze' });
    expect(await waze.getAttribute('href')).toContain(`ll=${STORES.pin.lat},${STORES.pin.lon}`);
    await phone.check('to-store');
    await phone.tap('Show the map');
    await phone.page.getByRole('application', { name: 'Map' }).getByLabel('Drop-off').waitFor();
    await phone.check('map');

    await phone.tap('Picked up');
    await phone.heading('Drive to the receiver');
    await world.untilState(deliveryId, 'PICKED_UP');
    await phone.page.getByText('Third floor, the bell does not work').waitFor();
    await phone.check('to-receiver');
    expect(await phone.storedText()).toContain('5550199');

    await phone.tap('Delivered');
    await phone.heading('Proof of delivery');
    await phone.check('pin');
    await phone.page.getByLabel('PIN of the receiver').fill('1');
    await phone.tap('Confirm the delivery');
    await phone.alert('the PIN is wrong');
    await phone.check('wrong-pin');
    await phone.tap('Delivered');
    await phone.page.getByLabel('PIN of the receiver').fill(PIN);
    await phone.tap('Confirm the delivery');
    await phone.heading('On duty');
    await world.untilState(deliveryId, 'DELIVERED');
    expect(await phone.storedText()).not.toMatch(/5550199|Dresdener|Mara/);

    await goOffDuty(phone, 'ada');
    await phone.follow('Today');
    await phone.page.getByText('Backstube am Monbijou, ORDER').waitFor();
    await phone.check('today');
    await phone.follow('Sign out');
    await phone.check('sign-out');
    await phone.tap('Sign out on this device');
    await phone.heading('Sign in');
    // The configuration, and no session that is still to be ended.
    const stored = '[[{"engineUrl":""},[]],[]]';
    await eventually(
      () => phone.storedText(),
      (text) => text === stored,
    );
  });

  it('keeps steps and a photo without a network, sends them once and in order from two tabs, and starts without a network', async () => {
    const { phone, deliveryId } = await receiveOrder('bo', STORES.offline);
    const { page, context } = phone;
    const requests: string[] = [];
    context.on('requestfinished', (request) => {
      const [, action] = /\/(pick-up|complete)$/.exec(request.url()) ?? [];
      requests.push(...(action ? [action] : []));
    });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    await context.setOffline(true);
    await phone.tap('Picked up');
    await phone.heading('Drive to the receiver');
    await page.getByText('1 not sent').waitFor();
    await phone.tap('Delivered');
    await phone.check('proof');
    await page.getByLabel('Take a photo').setInputFiles({
      name: 'photo.jpg',
      mimeType: 'image/jpeg',
      buffer: await phone.largePhoto(),
    });
    await page.getByAltText('Your photo').waitFor();
    await phone.check('photo');
    await phone.tap('Confirm the delivery');
    await phone.heading('On duty');
    await phone.follow('2 not sent');
    await phone.heading('Not sent yet');
    await phone.check('unsent');
    await phone.tap('Use a name instead of the image');
    await page.getByLabel('Name of the receiver').waitFor();
    await phone.check('replace-image');
    expect(await phone.storedText()).not.toMatch(/5550199|Dresdener/);

    await page.reload();
    await phone.heading('Not sent yet');
    await page.getByText('Delivered, with a photo').waitFor();
    const secondTab = await openPage(context);
    await secondTab.goto(page.url());
    await secondTab.getByText('Delivered, with a photo').waitFor();
    expect(requests).toEqual([]);
    expect(world.shop.images).toEqual([]);

    await context.setOffline(false);
    await page.getByText('Everything is sent').waitFor();
    await secondTab.getByText('Everything is sent').waitFor();
    expect(await secondTab.getByRole('alert').getByRole('paragraph').count()).toBe(0);
    const { events } = await world.untilState(deliveryId, 'DELIVERED');
    expect(events.at(-1).data.proof).toEqual({ kind: 'photo', url: `${world.shop.url}/1` });
    expect(requests).toEqual(['pick-up', 'complete']);
    const [image] = world.shop.images;
    expect(world.shop.images).toHaveLength(1);
    expect(image!.contentType).toBe('image/jpeg');
    expect(image!.bytes.length).toBeLessThan(500_000);
    await phone.follow('Duty');
    await goOffDuty(phone, 'bo');
  });

  it('delivers with a signature, fails a delivery, and reports that the dispatcher cancelled one and reassigned one', async () => {
    const { phone, deliveryId } = await receiveOrder('cleo', STORES.cancelled);
    const { page } = phone;
    await phone.tap('Picked up');
    await phone.tap('Delivered');
    await page.getByLabel('Signature', { exact: true }).check();
    await page.getByLabel('Name of the receiver').fill('Mara');
    await phone.tap('Confirm the delivery');
    await phone.alert('The signature is missing');
    const field = page.getByRole('img', { name: 'Field for the signature' });
    const sign = async () => {
      const box = (await field.boundingBox())!;
      await page.mouse.move(box.x + 40, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + 160, box.y + 80, { steps: 4 });
      await page.mouse.up();
    };
    await sign();
    // Another kind of proof deletes the signature.
    await page.getByLabel('Name', { exact: true }).check();
    await page.getByLabel('Signature', { exact: true }).check();
    await phone.tap('Confirm the delivery');
    await phone.alert('The signature is missing');
    await sign();
    await phone.check('signature');
    await phone.tap('Confirm the delivery');
    await phone.heading('On duty');
    const delivered = await world.untilState(deliveryId, 'DELIVERED');
    expect(delivered.events.at(-1).data.proof).toMatchObject({ kind: 'signature', signedBy: 'Mara' });

    const failed = await world.order(STORES.cancelled);
    await phone.heading('Drive to the store');
    await phone.follow('The delivery is not possible');
    await phone.heading('Why is the delivery not possible?');
    await phone.tap('End the delivery as failed');
    await phone.alert('Select a reason');
    await phone.check('fail');
    await page.getByLabel('Store closed').check();
    await page.getByLabel('Note for the dispatcher').fill('Closed for renovation');
    await phone.tap('End the delivery as failed');
    await phone.heading('On duty');
    const { events } = await world.untilState(failed.deliveryId, 'FAILED');
    expect(events.at(-1).data).toMatchObject({ code: 'store_closed', note: 'Closed for renovation' });

    const { order } = await world.order(STORES.cancelled);
    await phone.heading('Drive to the store');
    await world.cancel(order);
    await phone.alert(`Order ${order.orderCode} was cancelled`);
    await phone.check('cancelled');
    await phone.tap('OK');

    const reassigned = await world.order(STORES.cancelled);
    await phone.heading('Drive to the store');
    await world.write(reassigned.deliveryId, 'The entrance is in the yard.');
    await page.getByRole('link', { name: '1 new message' }).click();
    await phone.heading('Messages');
    await page.getByText('The entrance is in the yard.').waitFor();
    await page.getByLabel('Message to the dispatcher').fill('Thanks');
    // A second tap sends no second message.
    await page.getByRole('button', { name: 'Send' }).dblclick();
    await page.getByText(/^You.*, sent$/).waitFor();
    await phone.check('messages');
    const { messages } = await world.untilState(reassigned.deliveryId, 'ASSIGNED');
    expect(messages).toMatchObject([
      { operator: 'Grace', readAt: expect.any(String) },
      { operator: null, text: 'Thanks' },
    ]);
    await phone.follow('Back to the delivery');
    await world.drivers.register({ driverId: 'carl', name: 'Carl' });
    await world.drivers.setStatus({ driverId: 'carl', status: 'AVAILABLE', point: STORES.cancelled });
    await world.reassign(reassigned.deliveryId, 'cleo', 'carl');
    await phone.alert(`Order ${reassigned.order.orderCode} was reassigned to another driver`);
    expect(await phone.storedText()).not.toContain('Oranienburger');
    await world.drivers.fail({
      deliveryId: reassigned.deliveryId,
      driverId: 'carl',
      code: 'other',
      endShift: true,
    });
    await goOffDuty(phone, 'cleo');
  });

  it('declines and accepts offers on two devices, and reports an offer that has ended', async () => {
    const phone = await signIn('nora', { location: STORES.offered });
    await phone.tap('Go on duty');
    await phone.heading('On duty');
    const tablet = await openPhone({ locale: 'de-DE', colorScheme: 'dark' });
    await tablet.page.goto(await world.inviteAgain('nora'));
    await tablet.heading('Im Dienst');
    const untilVibrated = await phone.recordVibrations();
    const offer = () => world.order(STORES.offered, { channelId: OFFERED_CHANNEL });

    const declined = await offer();
    await phone.heading('New delivery');
    await untilVibrated();
    await phone.page.getByText('Backstube am Monbijou').waitFor();
    await phone.page.getByText('10115 Berlin').waitFor();
    await phone.page
      .getByRole('timer')
      .getByText(/^\d+ s left$/)
      .waitFor();
    expect(await phone.page.getByText(/Mara|Dresdener/).count()).toBe(0);
    await phone.check('offer');
    await tablet.heading('Neue Lieferung');
    await tablet.check('offer-german-dark');
    await phone.tap('Decline');
    await phone.check('offer-decline');
    await phone.tap('Too far away');
    await phone.heading('On duty');
    await tablet.heading('Im Dienst');
    await tablet.alert('nicht mehr gültig');
    expect(await world.offers(declined.deliveryId)).toMatchObject([
      { outcome: 'declined', declineReason: 'too_far' },
    ]);
    await world.cancel(declined.order);

    const withdrawn = await offer();
    await phone.heading('New delivery');
    await world.cancel(withdrawn.order);
    await phone.alert('The offer from Backstube am Monbijou is no longer valid');
    await phone.heading('On duty');
    await phone.check('offer-ended');

    const accepted = await offer();
    await phone.heading('New delivery');
    await phone.page.getByText('is no longer valid').waitFor({ state: 'hidden' });
    await phone.context.setOffline(true);
    await phone.tap('Accept');
    await phone.alert('No connection');
    await phone.check('offer-offline');
    await phone.context.setOffline(false);
    await tablet.heading('Neue Lieferung');
    await tablet.tap('Annehmen');
    await tablet.heading('Zum Geschäft fahren');
    await phone.heading('Drive to the store');
    expect(await world.offers(accepted.deliveryId)).toMatchObject([{ outcome: 'accepted' }]);
    const end = { deliveryId: accepted.deliveryId, driverId: 'nora', code: 'other', endShift: true } as const;
    await world.drivers.fail(end);
    await phone.heading('Off duty');
  });

  it('signs out when the session is revoked, and keeps the unsent steps', async () => {
    const { phone, deliveryId } = await receiveOrder('dora', STORES.revoked);
    await phone.context.setOffline(true);
    await phone.tap('Picked up');
    await phone.page.getByText('1 not sent').waitFor();
    await world.revokeSessions('dora');
    await phone.context.setOffline(false);
    await phone.heading('Sign in');
    await phone.alert('You were signed out');
    await phone.page.getByText('1 entry is not sent yet').waitFor();
    await phone.check('signed-out');

    await phone.page.goto(await world.invite('dora'));
    await world.untilState(deliveryId, 'PICKED_UP');
    await phone.heading('Drive to the receiver');
    await phone.follow('The delivery is not possible');
    await phone.page.getByLabel('Receiver absent').check();
    await phone.page.getByLabel('Then go off duty').check();
    await phone.tap('End the delivery as failed');
    await phone.heading('Off duty');
    await world.untilState(deliveryId, 'FAILED');
    expect((await world.driver('dora')).status).toBe('OFFLINE');
  });

  it('explains that the location is denied, and that the storage is full', async () => {
    const denied = await signIn('emil', {});
    await denied.tap('Go on duty');
    await denied.alert('The app may not read your location');
    await denied.check('location-denied');

    const { phone, deliveryId } = await receiveOrder('fritz', STORES.full);
    await phone.page.evaluate(() => {
      const { add } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.add = () => {
        IDBObjectStore.prototype.add = add;
        throw new DOMException('Full', 'QuotaExceededError');
      };
    });
    await phone.tap('Picked up');
    await phone.alert('The storage of this device is full');
    await phone.tap('Picked up');
    await world.untilState(deliveryId, 'PICKED_UP');
    await world.drivers.fail({ deliveryId, driverId: 'fritz', code: 'other', endShift: true });
    await phone.alert('The dispatcher has ended the delivery');
    await phone.heading('Off duty');
  });

  it('explains that the browser stores nothing, and that a map is missing', async () => {
    const phone = await openPhone({ serviceWorkers: 'block' });
    await serveDemo(phone);
    await phone.page.route('**/assets/location-map*', (route) => route.abort());
    await phone.page.goto(await world.invite('hanna'));
    await phone.page.getByText("The map can't be loaded").waitFor();

    await phone.context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Refused', 'SecurityError');
      };
    });
    await phone.page.reload();
    await phone.heading('No storage');
    await phone.check('no-storage');
  });

  it('works in German, in dark mode, without a service worker, with a location from the map of the demo', async () => {
    const phone = await openPhone({ locale: 'de-DE', colorScheme: 'dark', serviceWorkers: 'block' });
    await serveDemo(phone);
    await phone.page.goto(await world.invite('greta'));
    await phone.heading('Nicht im Dienst');
    const map = phone.page.getByRole('application', { name: 'Karte' });
    await map.getByText('Backstube').waitFor();
    await map.click();
    await map.getByLabel('Ihr Standort').waitFor();
    await phone.check('german-dark-off-duty');
    await phone.tap('Dienst beginnen');
    await phone.heading('Im Dienst');
    const { point } = await world.driver('greta');
    expect(Math.abs(point.lat - STORES.demo.lat)).toBeLessThan(0.1);
    const { deliveryId } = await world.order(point);
    await phone.heading('Zum Geschäft fahren');
    await phone.check('german-dark-to-store');
    await world.drivers.fail({ deliveryId, driverId: 'greta', code: 'other', endShift: true });
    await phone.alert('beendet');
  });

  it.each([
    ['ahead', 1],
    ['behind', -1],
  ] as const)('works with a clock that is an hour %s', async (name, hours) => {
    const store = STORES[name];
    const phone = await signIn(name, { location: store, clockOffsetMs: hours * HOUR_MS });
    await phone.tap('Go on duty');
    await phone.heading('On duty');
    const { locationAt } = await eventually(
      () => world.driver(name),
      (driver) => driver.locationAt !== null,
    );
    expect(Math.abs(Date.parse(locationAt) - Date.now())).toBeLessThan(HOUR_MS / 2);
    const { deliveryId } = await world.order(store);
    await phone.heading('Drive to the store');
    await phone.tap('Picked up');
    const { events } = await world.untilState(deliveryId, 'PICKED_UP');
    expect(Math.abs(Date.parse(events.at(-1).at) - Date.now())).toBeLessThan(HOUR_MS / 2);
    await phone.tap('Delivered');
    await phone.page.getByLabel('Name', { exact: true }).check();
    await phone.page.getByLabel('Name of the receiver').fill('Mara');
    await phone.page.getByLabel('Then go off duty').check();
    await phone.tap('Confirm the delivery');
    await phone.heading('Off duty');
    await world.untilState(deliveryId, 'DELIVERED');
  });

  it('sets up a tracking app, and revokes it', async () => {
    const phone = await signIn('ida', {});
    const { page } = phone;
    await phone.follow('Today');
    await phone.follow('Tracking app');
    await phone.heading('Tracking app');
    await phone.check('tracking');
    await phone.tap('Set up Traccar Client');
    const link = page.getByRole('link', { name: 'Open Traccar Client and set it up' });
    const url = new URL((await link.getAttribute('href'))!).searchParams.get('url')!;
    expect(url).toContain(`${world.url}/v1/track/`);
    await page.getByRole('img', { name: 'QR code of the setup link' }).waitFor();
    await phone.check('tracking-setup');
    const report = async () => (await fetch(url, { method: 'POST' })).status;
    expect(await report()).toBe(200);
    await phone.tap('Done');
    await phone.tap('Set up OwnTracks');
    const ownTracks = page.getByRole('link', { name: 'Open OwnTracks and set it up' });
    expect(await ownTracks.getAttribute('href')).toMatch('owntracks:///config?inline=');
    await phone.tap('Done');

    const traccar = page.getByRole('listitem').filter({ hasText: 'Traccar Client' });
    await traccar.getByText('Last used').waitFor();
    await phone.check('tracking-list');
    await phone.tap('Revoke Traccar Client');
    await phone.tap('Traccar Client may no longer send my location');
    await traccar.waitFor({ state: 'detached' });
    expect(await report()).toBe(401);
    await page.getByRole('listitem').filter({ hasText: 'OwnTracks' }).waitFor();
  });

  it('shows a notification of the engine in the language of the phone', async () => {
    const { page, context } = await openPhone({ locale: 'de-DE' });
    await context.grantPermissions(['notifications'], { origin: world.url });
    await page.goto(`${world.url}/driver/`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) {
          resolve(first.registrationId);
        }
      }),
    );
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: world.url,
      registrationId: await registered,
      data: JSON.stringify({ kind: 'assigned', orderCode: 'ABC', storeName: 'Backstube' }),
    });
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
      });
    await eventually(shown, (notifications) => notifications.length > 0);
    expect(await shown()).toEqual(['Neue Lieferung: Bestellung ABC, Backstube']);
  });

  it('starts within three seconds on a slow phone with a slow network', async () => {
    const times: number[] = [];
    while (times.length < START_ATTEMPTS && !times.some((ms) => ms < START_LIMIT_MS)) {
      const phone = await openPhone();
      times.push(await measureStart(phone, `${world.url}/driver/`));
    }
    expect(Math.min(...times)).toBeLessThan(START_LIMIT_MS);
  });

  it('loads at most 250 kB first, without the map', () => {
    const dist = join(__dirname, '../../../packages/driver-app/dist');
    const assets = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));
    const isMap = (name: string) => readFileSync(join(dist, 'assets', name), 'utf8').includes('leaflet');
    const first = assets.filter((name) => !isMap(name));
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(assets.filter(isMap).filter((name) => page.includes(name))).toEqual([]);
    expect(first.some((name) => page.includes(name))).toBe(true);
    const sizes = first.map((name) => statSync(join(dist, 'assets', `${name}.gz`)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
  });

  it('can be installed', async () => {
    const page = await (await fetch(`${world.url}/driver/`)).text();
    const [, path] = /<link rel="manifest" href="([^"]+)"/.exec(page)!;
    const manifestUrl = new URL(path!, `${world.url}/driver/`);
    const manifest = (await (await fetch(manifestUrl)).json()) as {
      display: string;
      start_url: string;
      icons: { src: string; sizes: string }[];
    };
    expect(manifest.display).toBe('standalone');
    expect(new URL(manifest.start_url, manifestUrl).href).toBe(`${world.url}/driver/`);
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    for (const { src } of manifest.icons) {
      const icon = await fetch(new URL(src, manifestUrl));
      expect(icon.headers.get('content-type')).toBe('image/png');
    }
  });
});
