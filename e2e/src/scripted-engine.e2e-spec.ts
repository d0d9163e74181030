import { Logger } from '@vendure/core';
import { STORE } from './testing/plain-shop';
import { personalData } from './testing/scripted-engine/personal-data.suite';
import { ScriptedShop } from './testing/scripted-engine/scripted-shop';
import { stuckDeliveries } from './testing/scripted-engine/stuck-deliveries.suite';
import { submission } from './testing/scripted-engine/submission.suite';
import { sweeps } from './testing/scripted-engine/sweep.suite';

describe('shop with a scripted engine', () => {
  let world: ScriptedShop;

  beforeAll(async () => {
    world = await ScriptedShop.start();
    await world.shop.locateStore(STORE);
  });

  beforeEach(() => jest.spyOn(Logger, 'warn').mockImplementation());

  afterEach(() => {
    world.reset();
    jest.restoreAllMocks();
  });

  afterAll(() => world?.shop.stop());

  sweeps(() => world);
  submission(() => world);
  personalData(() => world);
  // Deletes all deliveries.
  stuckDeliveries(() => world);
});
