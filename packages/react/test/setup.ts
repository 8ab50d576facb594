import { unexpectedErrors, watchConsoleErrors } from './console-errors.ts';

// A warning of React, as for an update outside act() or in an insertion effect, is a failure. A test
// that provokes one takes it with `expectedErrors()`.
beforeEach(watchConsoleErrors);

afterEach(() => {
  const errors = unexpectedErrors();
  jest.restoreAllMocks();
  expect(errors).toEqual([]);
});
