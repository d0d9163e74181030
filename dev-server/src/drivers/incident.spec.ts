import { createIncidents } from './incident';

it('lets some deliveries fail, some be late and some be declined', () => {
  const next = createIncidents();
  const incidents = Array.from({ length: 40 }, () => next());
  expect(incidents.filter((incident) => incident?.kind === 'failure')).toEqual([
    { kind: 'failure', code: 'customer_absent' },
    { kind: 'failure', code: 'address_not_found' },
    { kind: 'failure', code: 'customer_refused' },
    { kind: 'failure', code: 'customer_absent' },
  ]);
  expect(incidents.filter((incident) => incident?.kind === 'delay')).toHaveLength(5);
  expect(incidents.filter((incident) => incident?.kind === 'decline')).toHaveLength(3);
});
