/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { greeting, startByCommand } from './command';

async function main(): Promise<void> {
	const emulator = await startByCommand(process.argv.slice(2));
	const stop = () => void emulator.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	process.stdout.write(`${greeting(emulator)}\n`);
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
