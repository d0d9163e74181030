import { useTestServers } from '../testing/test-servers';
const servers = useTestServers();
it('x', async () => {
  const e = await servers.engine();
  const r = servers.redisClient(e.databaseUrl);
  console.log(e.databaseUrl, await r.client('LIST'), await r.keys('*'), e.log.filter(l => l.level !== 'debug'));
  let t = Date.now();
  await e.close();
  console.log(Date.now() - t);
});
