import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

/**
 * Vendure's build hands the catalogs of plugins to the browser as they are written. Without a compiler their
 * placeholders and plurals would be shown to people. Of no map, but of both plugins whose pages have one.
 */
export function readUncompiledCatalogs(): void {
  i18n.setMessagesCompiler(compileMessage);
}
