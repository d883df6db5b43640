import type { Fault } from './fault';
import { api, emulator, info, path, script } from './faultsUnderTest';

const blank = { kind: 'empty', status: 500 } as const;
const statuses = async (count: number) => {
	const found: number[] = [];
	for (let index = 0; index < count; index += 1) found.push((await info()).status);
	return found;
};

it('nth and times count matching requests', async () => {
	script(blank, { nth: 2, times: 2 });
	await api().get('/v2/nothing/');
	expect(await statuses(4)).toEqual([200, 500, 500, 200]);
});

it('several faults play out one after the other', async () => {
	script(blank);
	script({ ...blank, status: 502 });
	script({ ...blank, status: 504 }, { nth: 4 });
	expect(await statuses(5)).toEqual([500, 502, 200, 504, 200]);
});

it('a regular expression and a method match too', async () => {
	script(blank, { match: { method: 'get', path: /info\/$/ } });
	expect((await api().post(path)).status).toBe(404);
	expect(await statuses(2)).toEqual([500, 200]);
});

it('what did not happen is reported', async () => {
	script(blank, { nth: 3, times: 2 });
	await statuses(3);
	const [left] = emulator.faults.remaining();
	expect(left).toMatchObject({ match: { path }, times: 1 });
	emulator.faults.clear();
});

it.each<[string, unknown, string]>([
	['a path that no endpoint has', { match: { path: '/v2/user/inf0/' }, do: blank }, 'inf0'],
	['an event that TikTok does not send', { match: { event: 'post.gone' }, do: blank }, 'post.gone'],
	['a kind that does not exist', { match: { path }, do: { kind: 'resetafter' } }, 'resetAfter'],
	['a request that is duplicated', { match: { path }, do: { kind: 'duplicate' } }, 'one of status'],
	['a delivery that drips', { match: { event: 'any' }, do: { kind: 'drip' } }, 'wrongSignature'],
	['nothing to match', { do: blank }, 'match.path or match.event'],
])('refuses %s', (_, fault, message) => {
	expect(() => emulator.faults.script(fault as Fault)).toThrow(message);
});
