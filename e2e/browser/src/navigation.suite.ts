import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/under-test';

export function navigation(test: () => UnderTest): void {
  describe('the navigation', () => {
    it('has a section of its own for dispatch, which leads to the deliveries', async () => {
      const page = await test().dashboard.page('');
      await page.getByRole('button', { name: 'Dispatch' }).click();
      await page.getByRole('link', { name: 'Deliveries' }).click();
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/dashboard/driver-deliveries');
      await picture(page, 'deliveries');
      await test().dashboard.leave(page);
    });
  });
}
