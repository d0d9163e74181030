/** Ends a test that hangs. Each wait in a test has a shorter limit, and tells what it waited for. */
jest.setTimeout(300_000);
