// cspell:words Bestellungen Lieferung Engine Verbindung
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readTranslations } from '../words/testing/translations';
import { ALERT_KINDS, type AlertState, type LoadedState } from './alert-kinds';

const i18n = setupI18n({ locale: 'de', messages: { de: Object.fromEntries(readTranslations('de')) } });
i18n.setMessagesCompiler(compileMessage);

const QUIET: LoadedState = {
  isPlatform: true,
  activeChannel: { code: '__default_channel__' },
  driverDispatchStatus: { engine: { status: 'up', warnings: [], problem: null } },
  withoutDriver: { items: [] },
  waitingTooLong: { totalItems: 0 },
  withoutProgress: { totalItems: 0 },
};

const withEngine = (engine: Partial<LoadedState['driverDispatchStatus']['engine']>): LoadedState => ({
  ...QUIET,
  driverDispatchStatus: { engine: { ...QUIET.driverDispatchStatus.engine, ...engine } },
});

/** The descriptions of the alerts that are shown, by id. */
const found = (state: AlertState): Record<string, string> =>
  Object.fromEntries(
    ALERT_KINDS.flatMap(({ id, describe: describeAlert }) => {
      const description = describeAlert(state, i18n);
      return description === undefined ? [] : [[id, description]];
    }),
  );

describe('alerts', () => {
  it.each([QUIET, 'forbidden', undefined] as const)('are not shown for %j', (state) => {
    expect(found(state)).toEqual({});
  });

  it('name the stores whose orders wait without an available driver', () => {
    const items = ['Café', 'Bakery', 'Café'].map((name) => ({ pickup: { name } }));
    expect(found({ ...QUIET, withoutDriver: { items } })).toEqual({
      'without-driver': 'Café (2), Bakery (1)',
    });
  });

  it('count orders that wait too long and deliveries without progress', () => {
    const state = { ...QUIET, waitingTooLong: { totalItems: 2 }, withoutProgress: { totalItems: 1 } };
    expect(found(state)).toEqual({
      'waiting-too-long': '2 Bestellungen',
      'without-progress': '1 Lieferung',
    });
  });

  it('say that the engine is down, and why', () => {
    const problem = { code: 'UNREACHABLE', details: {}, message: 'No connection' } as const;
    expect(found(withEngine({ status: 'down', problem }))).toEqual({ 'engine-down': 'Keine Verbindung' });
  });

  it('say that the shop does not respond', () => {
    expect(found('unreachable')).toEqual({ 'shop-unreachable': '' });
  });

  it('show the warnings of the engine in the default channel only', () => {
    const warned = withEngine({
      status: 'degraded',
      warnings: ['dead_letter.added', 'webhook_endpoint.failing'],
    });
    expect(found(warned)).toEqual({ 'dead_letter.added': '', 'webhook_endpoint.failing': '' });
    expect(found({ ...warned, isPlatform: false })).toEqual({});
  });

  it('have a text in each language', () => {
    for (const language of ['en', 'de'] as const) {
      const translations = readTranslations(language);
      expect(ALERT_KINDS.filter(({ title }) => !translations.get(title))).toEqual([]);
    }
  });
});
