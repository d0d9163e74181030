/** Fails a test that hangs. Each wait in a test has a shorter timeout with a specific error message. */
jest.setTimeout(300_000);
