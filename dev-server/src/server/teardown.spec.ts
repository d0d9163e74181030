import { Teardown } from './teardown';

describe('Teardown', () => {
  it('stops in reverse order, once, and continues after a failure', async () => {
    const consoleError = jest.spyOn(console, 'error').mockImplementation();
    const teardown = new Teardown();
    const stopped: string[] = [];
    teardown.add('database', async () => stopped.push('database'));
    teardown.add('stubborn', () => Promise.reject(new Error('no')));
    teardown.add('shop', async () => stopped.push('shop'));
    await Promise.all([teardown.run(), teardown.run()]);
    expect(stopped).toEqual(['shop', 'database']);
    expect(consoleError).toHaveBeenCalledWith('stubborn did not stop cleanly: no');
    consoleError.mockRestore();
  });
});
