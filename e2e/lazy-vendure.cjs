/**
 * Replaces `@vendure/core` in unit tests. Loading all of it takes two seconds per test file, so these exports are loaded from
 * their own modules. Any other export loads all of it.
 */
const MODULES = {
  Instrument: '@vendure/core/dist/common/instrument-decorator',
  LanguageCode: '@vendure/common/lib/generated-types',
  Logger: '@vendure/core/dist/config/logger/vendure-logger',
  UserInputError: '@vendure/core/dist/common/error/errors',
};

module.exports = new Proxy(
  {},
  {
    get: (_, name) => require(MODULES[name] ?? '@vendure/core/dist/index.js')[name],
  },
);
