import { removeSignalHandlers } from './remove-signal-handlers';

it('removes the handlers that were added, and keeps earlier ones', async () => {
  const [earlier, added] = [jest.fn(), jest.fn()];
  process.on('SIGHUP', earlier);
  try {
    await removeSignalHandlers(() => Promise.resolve(process.on('SIGHUP', added)));
    process.emit('SIGHUP', 'SIGHUP');
    expect(earlier).toHaveBeenCalledTimes(1);
    expect(added).not.toHaveBeenCalled();
  } finally {
    process.off('SIGHUP', earlier).off('SIGHUP', added);
  }
});
