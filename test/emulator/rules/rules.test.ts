import { consumer } from '../consumerClient';
import { createEmulator, type Emulator } from '../index';
import { rules } from './index';
import { codeOf } from './rule';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

/** What the page "how true" claims is so. */
it.each(rules)('$endpoint wants $rule', async ({ breakIt, code }) => {
	const as = (scopes?: string[]) => consumer(emulator.url, emulator.grant({ scopes }).access_token);
	const answer = await breakIt({
		emulator,
		api: as(),
		basic: as(['user.info.basic']),
		nobody: consumer(emulator.url, 'act.none'),
	});
	expect(codeOf(answer)).toBe(code);
});
