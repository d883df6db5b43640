/**
 * `npm run test:generated`: the tests that make up their cases, with many more of them than
 * `npm test` takes the time for. A variable that is set already stays as it is.
 */
import { spawnSync } from 'node:child_process';
import { env, exit, platform } from 'node:process';

const counts = {
	GENERATED: 'all',
	FAULT_COUNT: '2000',
	ADDRESS_COUNT: '60',
	TRIGGER_LIVES: '3000',
	FIELD_SHARE: '1',
	CHECK_COUNT: '500',
	ONCE_COUNT: '60',
	// In each of five test files.
	DRIFT_COUNT: '4000',
};
const tests = [
	'test/exactlyOnce',
	'test/everyField',
	'test/schemaDrift',
	'test/checkOnly',
	'test/nodes/TikTok/onceKey.test.ts',
	'test/nodes/TikTok/trigger/pollSequences.test.ts',
	'test/nodes/TikTok/TikTokWebhookTrigger.node.test.ts',
	'test/nodes/TikTok/uploadFromAddress.test.ts',
	'test/nodes/TikTok/media/hostileFiles.test.ts',
	'test/nodes/TikTok/webhook/settings.test.ts',
	'test/nodes/TikTok/webhook/readEvent.test.ts',
	'test/nodes/TikTok/webhook/signature.test.ts',
	'test/nodes/TikTok/upload/chunkPlan.test.ts',
	'test/nodes/TikTok/upload/preflight.test.ts',
	'test/nodes/TikTok/trigger/memory.test.ts',
	'test/nodes/TikTok/trigger/accountState.test.ts',
	'test/nodes/TikTok/request/exactJson.test.ts',
	'test/nodes/TikTok/request/waitingLine.test.ts',
];

const { status } = spawnSync('npm', ['run', '--silent', 'jest', '--', ...tests], {
	stdio: 'inherit',
	shell: platform === 'win32',
	env: { ...counts, ...env },
});
exit(status ?? 1);
